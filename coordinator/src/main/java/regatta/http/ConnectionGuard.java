package regatta.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import regatta.http.RequestFraming.Refusal;

/**
 * Stands between a connection and Pekko's parser, and adds limits that Pekko HTTP lacks: how long
 * the head of a request may take, and the limits of {@link RequestFraming}.
 *
 * <p>It hands the parser only whole heads. The parser reads a line again with each piece of it that
 * arrives, so a client that sends single bytes would cost the server much.
 *
 * <p>The guard itself answers a request that it refuses, unless another answer is being sent. After
 * the answer the connection stays open for a moment, and the guard discards the client's bytes.
 * Many clients read an answer only after they have sent everything.
 */
final class ConnectionGuard
        extends GraphStage<
                BidiShape<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound>> {
    /**
     * The largest number of a client's bytes that the guard discards before it closes the
     * connection.
     */
    private static final long MOST_DRAINED = 256L << 20;

    private static final byte[] NOTHING = {};
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** The least time between two looks at the clock. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /**
     * If a client sends nothing for this time after the answer, the guard assumes that the client
     * has sent everything.
     */
    private static final Duration QUIET = Duration.ofMillis(300);

    /**
     * How long the guard waits before it answers a request itself, because bytes of an earlier
     * answer may still be under way.
     */
    private static final Duration BEFORE_AN_ANSWER = Duration.ofMillis(20);

    private final Inlet<SslTlsOutbound> answers = Inlet.create("answers");
    private final Outlet<SslTlsOutbound> toClient = Outlet.create("toClient");
    private final Inlet<SslTlsInbound> fromClient = Inlet.create("fromClient");
    private final Outlet<SslTlsInbound> requests = Outlet.create("requests");
    private final Exchanges exchanges;
    private final Limits limits;
    private final Runnable atEnd;

    /**
     * The limits of time for one connection.
     *
     * @param head to send the head of a request; for the first request, connecting included
     * @param idle between any two bytes of the connection
     */
    record Limits(Duration head, Duration idle) {
        private long shortest() {
            return Math.min(head.toNanos(), idle.toNanos());
        }
    }

    /**
     * Makes the guard of a connection.
     *
     * @param atEnd called once, on any thread, when the server has ended the connection
     */
    ConnectionGuard(Exchanges exchanges, Limits limits, Runnable atEnd) {
        this.exchanges = exchanges;
        this.limits = limits;
        this.atEnd = atEnd;
    }

    @Override
    public BidiShape<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound> shape() {
        return new BidiShape<>(answers, toClient, fromClient, requests);
    }

    @Override
    public TimerGraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    /**
     * Ends a connection immediately. The exception has no stack trace, because the place of the
     * throw says nothing.
     */
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException(String why) {
            super(why, null, false, false);
        }
    }

    private enum Timer {
        LOOK,
        ANSWER,
        QUIET
    }

    private final class Logic extends TimerGraphStageLogic {
        private final RequestFraming framing = new RequestFraming();
        private ByteArrayOutputStream head = new ByteArrayOutputStream(0);
        private long headSince = System.nanoTime();
        private boolean waitsForHead = true;
        private long activeAt = System.nanoTime();
        private @Nullable SSLSession session;
        private byte[] bytes = NOTHING;
        private int at;
        private boolean ends;
        private boolean draining;
        private long drained;
        private long drainedBefore;
        private boolean answered;
        private long answeredAt;
        private Optional<Refusal> refused = Optional.empty();

        Logic() {
            super(ConnectionGuard.this.shape());
            setHandler(fromClient, new FromClient());
            setHandler(requests, new Requests());
            setHandler(answers, new Answers());
            setHandler(toClient, new ToClient());
        }

        @Override
        public void preStart() {
            lookAfter(limits.shortest());
        }

        @Override
        public void postStop() {
            atEnd.run();
        }

        @Override
        public void onTimer(Object timer) {
            switch ((Timer) timer) {
                case LOOK -> look(System.nanoTime());
                case ANSWER -> answer();
                case QUIET -> endIfQuiet(System.nanoTime());
            }
        }

        private void lookAfter(long nanos) {
            scheduleOnce(Timer.LOOK, Duration.ofNanos(Math.max(nanos, BETWEEN_LOOKS.toNanos())));
        }

        /** Looks for what is too late. The next look is when the next thing can be. */
        private void look(long now) {
            long idleLeft = activeAt + limits.idle().toNanos() - now;
            long headLeft = headSince + limits.head().toNanos() - now;
            if (idleLeft <= 0) {
                failStage(new EndedException("a connection was idle"));
            } else if (draining || !waitsForHead) {
                lookAfter(Math.min(idleLeft, limits.shortest()));
            } else if (headLeft <= 0 && hasBeenPulled(fromClient)) {
                refuse(
                        new Refusal(
                                408,
                                "the head of the request did not arrive within %d s (regatta.http.head-within)"
                                        .formatted(limits.head().toSeconds())));
                lookAfter(idleLeft);
            } else {
                lookAfter(Math.min(Math.min(idleLeft, headLeft), limits.shortest()));
            }
        }

        private void take(SslTlsInbound element) {
            if (element instanceof SessionBytes arrived) {
                activeAt = System.nanoTime();
                session = arrived.session();
                bytes = arrived.bytes().toArrayUnsafe();
                at = 0;
                pass();
            } else {
                push(requests, element);
            }
        }

        /** Passes pending bytes to Pekko's parser, up to the end of the next head. */
        private void pass() {
            int from = at;
            at = framing.take(bytes, from);
            if (framing.refusal().isPresent()) {
                refuse(framing.refusal().get());
                return;
            }
            boolean before = waitsForHead;
            waitsForHead = framing.inHead() || framing.heads() == 0;
            if (waitsForHead && !before) {
                headSince = activeAt;
            }
            boolean kept = framing.inHead() && !ends;
            if (kept) {
                head.write(bytes, from, at - from);
            } else {
                pushWithHead(ByteString.fromArrayUnsafe(bytes, from, at - from));
            }
            if (at == bytes.length) {
                bytes = NOTHING;
                at = 0;
                if (ends) {
                    complete(requests);
                } else if (kept) {
                    pull(fromClient);
                }
            }
        }

        /** Passes on what was kept of a head, and the bytes that follow. */
        private void pushWithHead(ByteString following) {
            ByteString all = following;
            if (head.size() > 0) {
                all = ByteString.fromArrayUnsafe(head.toByteArray()).concat(following);
                head = new ByteArrayOutputStream(0);
            }
            push(
                    requests,
                    new SessionBytes(
                            Objects.requireNonNull(session, "bytes come with a session"), all));
        }

        /** Passes on what was kept of a head that has no end, so that the parser refuses it. */
        private void endRequests() {
            if (head.size() > 0 && isAvailable(requests)) {
                pushWithHead(ByteString.emptyByteString());
            }
            complete(requests);
        }

        private void refuse(Refusal refusal) {
            refused = Optional.of(refusal);
            drain();
            scheduleOnce(Timer.ANSWER, BEFORE_AN_ANSWER);
        }

        /** Discards all further bytes of the client. */
        private void drain() {
            if (!draining) {
                draining = true;
                scheduleWithFixedDelay(Timer.QUIET, QUIET, QUIET);
                if (!isClosed(fromClient) && !hasBeenPulled(fromClient)) {
                    pull(fromClient);
                }
            }
        }

        private void endIfQuiet(long now) {
            boolean quiet = drained == drainedBefore;
            drainedBefore = drained;
            if (answered && (quiet || now - answeredAt > LINGER.toNanos())) {
                completeStage();
            }
        }

        private void haveAnswered() {
            answered = true;
            answeredAt = System.nanoTime();
        }

        private void answer() {
            boolean inBody = !framing.inHead() && framing.heads() > 0;
            boolean may = exchanges.mayAnswer(framing.heads(), inBody);
            if (refused.isPresent() && may && isAvailable(toClient)) {
                ByteString bytes = ByteString.fromArray(RequestFraming.answer(refused.get()));
                push(toClient, new SendBytes(bytes));
                haveAnswered();
                if (!isClosed(answers)) {
                    cancel(answers);
                }
                if (isClosed(fromClient)) {
                    completeStage();
                }
            } else if (!isClosed(requests)) {
                // Pekko ends the connection after the answers that it owes.
                complete(requests);
            }
        }

        private final class FromClient extends AbstractInHandler {
            @Override
            public void onPush() {
                SslTlsInbound element = grab(fromClient);
                if (!draining) {
                    take(element);
                } else {
                    if (element instanceof SessionBytes session) {
                        drained += session.bytes().size();
                    }
                    if (drained > MOST_DRAINED) {
                        completeStage();
                    } else {
                        pull(fromClient);
                    }
                }
            }

            @Override
            public void onUpstreamFinish() {
                if (draining) {
                    if (answered) {
                        completeStage();
                    }
                } else if (at < bytes.length) {
                    ends = true;
                } else {
                    endRequests();
                }
            }
        }

        private final class Requests extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (draining) {
                    return;
                }
                if (at < bytes.length) {
                    pass();
                } else if (!hasBeenPulled(fromClient) && !isClosed(fromClient)) {
                    pull(fromClient);
                }
            }

            /** Discards the rest of the request, because Pekko has answered and reads no more. */
            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (!isClosed(fromClient)) {
                    drain();
                }
            }
        }

        private final class Answers extends AbstractInHandler {
            @Override
            public void onPush() {
                activeAt = System.nanoTime();
                push(toClient, grab(answers));
            }

            @Override
            public void onUpstreamFinish() {
                haveAnswered();
                if (!draining || isClosed(fromClient)) {
                    complete(toClient);
                }
            }
        }

        private final class ToClient extends AbstractOutHandler {
            @Override
            public void onPull() {
                activeAt = System.nanoTime();
                if (!hasBeenPulled(answers) && !isClosed(answers)) {
                    pull(answers);
                }
            }
        }
    }
}
