package regatta.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Ends a connection whose client takes too long to read the next piece of an answer. It stands next
 * to the socket, because TLS takes some pieces in advance.
 *
 * <p>It also ends a connection over TLS some seconds after the server has ended it. Otherwise TLS
 * would wait for ever until the client ends it, too.
 */
final class ReadDeadline extends GraphStage<FlowShape<ByteString, ByteString>> {
    private static final Duration LEAST = Duration.ofMillis(100);

    /** How long nothing must have been sent before a connection that is over ends. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private enum Timer {
        READ,
        END
    }

    private final Inlet<ByteString> answers = Inlet.create("answers");
    private final Outlet<ByteString> toClient = Outlet.create("toClient");
    private final long limit;
    private final CompletionStage<Done> over;

    /**
     * Makes the stage of a connection.
     *
     * @param limit how long the client may take to read the next piece
     * @param over completes when the server sends no more than TLS has already taken
     */
    ReadDeadline(Duration limit, CompletionStage<Done> over) {
        this.limit = limit.toNanos();
        this.over = over;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return new FlowShape<>(answers, toClient);
    }

    @Override
    public TimerGraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private long pushedAt = System.nanoTime();
        private boolean watched;

        Logic() {
            super(ReadDeadline.this.shape());
            setHandler(
                    answers,
                    new AbstractInHandler() {
                        @Override
                        public void onPush() {
                            pushedAt = System.nanoTime();
                            push(toClient, grab(answers));
                            if (!watched) {
                                lookAfter(limit);
                            }
                        }
                    });
            setHandler(
                    toClient,
                    new AbstractOutHandler() {
                        @Override
                        public void onPull() {
                            pull(answers);
                        }
                    });
        }

        @Override
        public void preStart() {
            AsyncCallback<Done> ends =
                    createAsyncCallback(_ -> scheduleWithFixedDelay(Timer.END, QUIET, QUIET));
            over.thenAccept(ends::invoke);
        }

        private void lookAfter(long nanos) {
            watched = true;
            scheduleOnce(Timer.READ, Duration.ofNanos(Math.max(nanos, LEAST.toNanos())));
        }

        @Override
        public void onTimer(Object timer) {
            switch ((Timer) timer) {
                case READ -> look();
                case END -> endIfQuiet();
            }
        }

        private void endIfQuiet() {
            if (isAvailable(toClient) && System.nanoTime() - pushedAt >= QUIET.toNanos()) {
                completeStage();
            }
        }

        private void look() {
            long left = pushedAt + limit - System.nanoTime();
            if (isAvailable(toClient)) {
                watched = false;
            } else if (left > 0) {
                lookAfter(left);
            } else {
                // An orderly end would wait until the client has read all bytes that were sent.
                failStage(new ConnectionGuard.EndedException("a client does not read its answer"));
            }
        }
    }
}
