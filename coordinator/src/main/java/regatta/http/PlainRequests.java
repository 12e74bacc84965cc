package regatta.http;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import regatta.http.RequestFraming.Refusal;

/**
 * Stands between a connection and TLS. If the first byte is a letter, it cannot begin TLS but can
 * begin plain HTTP. Then the client gets an answer that it can read. TLS would close the connection
 * without an answer.
 */
final class PlainRequests
        extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
    /**
     * How long the connection stays open after the answer. Meanwhile the client's bytes are
     * discarded. Closing it with unread bytes could make the client lose the answer.
     */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final ByteString ANSWER =
            ByteString.fromArrayUnsafe(
                    RequestFraming.answer(
                            new Refusal(
                                    400, "this port speaks HTTPS; the URL begins with https:")));

    private final Inlet<ByteString> answers = Inlet.create("answers");
    private final Outlet<ByteString> toClient = Outlet.create("toClient");
    private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
    private final Outlet<ByteString> requests = Outlet.create("requests");

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return new BidiShape<>(answers, toClient, fromClient, requests);
    }

    @Override
    public TimerGraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private boolean begun;
        private boolean refused;

        Logic() {
            super(PlainRequests.this.shape());
            setHandler(fromClient, new FromClient());
            setHandler(requests, new Requests());
            setHandler(answers, new Answers());
            setHandler(toClient, new ToClient());
        }

        @Override
        public void onTimer(Object timer) {
            completeStage();
        }

        private void refuse() {
            refused = true;
            cancel(answers);
            complete(requests);
            emit(toClient, ANSWER);
            scheduleOnce(PlainRequests.class, LINGER);
            pull(fromClient);
        }

        private final class FromClient extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString bytes = grab(fromClient);
                boolean first = !begun;
                begun |= !bytes.isEmpty();
                if (refused) {
                    pull(fromClient);
                } else if (first && begun && Character.isLetter(bytes.head())) {
                    refuse();
                } else {
                    push(requests, bytes);
                }
            }

            @Override
            public void onUpstreamFinish() {
                if (refused) {
                    completeStage();
                } else {
                    complete(requests);
                }
            }
        }

        private final class Requests extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (!hasBeenPulled(fromClient) && !isClosed(fromClient)) {
                    pull(fromClient);
                }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (!refused && !isClosed(fromClient)) {
                    cancel(fromClient);
                }
            }
        }

        private final class Answers extends AbstractInHandler {
            @Override
            public void onPush() {
                push(toClient, grab(answers));
            }

            @Override
            public void onUpstreamFinish() {
                if (!refused) {
                    complete(toClient);
                }
            }
        }

        private final class ToClient extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (!hasBeenPulled(answers) && !isClosed(answers)) {
                    pull(answers);
                }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (refused) {
                    completeStage();
                } else if (!isClosed(answers)) {
                    cancel(answers);
                }
            }
        }
    }
}
