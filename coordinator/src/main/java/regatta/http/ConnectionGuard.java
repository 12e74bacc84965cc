package regatta.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
 * the head of a request may take, how long a client may take to read an answer, and the limits of
 * {@link RequestFraming}.
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
    private static final Duration LOOK = Duration.ofSeconds(1);

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

    /**
     * The limits of time for one connection.
     *
     * @param head how long a client may take to send the head of a request; for the first request,
     *     this time includes the start of the connection
     * @param read how long a client may take to read the next piece of an answer
     * @param idle how long the connection may carry no byte in either direction
     */
    record Limits(Duration head, Duration read, Duration idle) {}

    ConnectionGuard(Exchanges exchanges, Limits limits) {
        this.exchanges = exchanges;
        this.limits = limits;
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
        private long headSince = System.nanoTime();
        private boolean waitsForHead = true;
        private long pushedAt = System.nanoTime();
        private long activeAt = System.nanoTime();
        private @Nullable SessionBytes pending;
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
            scheduleWithFixedDelay(Timer.LOOK, LOOK, LOOK);
        }

        @Override
        public void onTimer(Object timer) {
            switch ((Timer) timer) {
                case LOOK -> look(System.nanoTime());
                case ANSWER -> answer();
                case QUIET -> endIfQuiet(System.nanoTime());
            }
        }

        private void look(long now) {
            boolean reads = isAvailable(toClient) || isClosed(toClient);
            if (!reads && now - pushedAt > limits.read().toNanos()) {
                // An orderly end would wait until the client has read all bytes that were sent.
                failStage(new EndedException("a client does not read its answer"));
            } else if (now - activeAt > limits.idle().toNanos()) {
                failStage(new EndedException("a connection was idle"));
            } else if (!draining
                    && waitsForHead
                    && hasBeenPulled(fromClient)
                    && now - headSince > limits.head().toNanos()) {
                long seconds = limits.head().toSeconds();
                refuse(
                        new Refusal(
                                408,
                                "the head of the request did not arrive within %d s (regatta.http.head-within)"
                                        .formatted(seconds)));
            }
        }

        private void take(SslTlsInbound element) {
            if (element instanceof SessionBytes session) {
                activeAt = System.nanoTime();
                pending = session;
                bytes = session.bytes().toArrayUnsafe();
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
            SessionBytes all = Objects.requireNonNull(pending, "bytes came with a session");
            boolean whole = from == 0 && at == bytes.length;
            push(
                    requests,
                    whole ? all : new SessionBytes(all.session(), all.bytes().slice(from, at)));
            if (at == bytes.length) {
                pending = null;
                bytes = NOTHING;
                at = 0;
                if (ends) {
                    complete(requests);
                }
            }
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
            } else {
                completeStage();
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
                    complete(requests);
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
                pushedAt = System.nanoTime();
                activeAt = pushedAt;
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
