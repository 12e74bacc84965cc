package regatta.http;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Ends a connection whose client takes too long to read the next piece of an answer. It stands next
 * to the socket, because TLS takes some pieces in advance.
 */
final class ReadDeadline extends GraphStage<FlowShape<ByteString, ByteString>> {
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Inlet<ByteString> answers = Inlet.create("answers");
    private final Outlet<ByteString> toClient = Outlet.create("toClient");
    private final long limit;

    ReadDeadline(Duration limit) {
        this.limit = limit.toNanos();
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
        private long pushedAt;
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

        private void lookAfter(long nanos) {
            watched = true;
            scheduleOnce(ReadDeadline.class, Duration.ofNanos(Math.max(nanos, LEAST.toNanos())));
        }

        @Override
        public void onTimer(Object timer) {
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
