package regatta.workload.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.workload.TaskContext;

/**
 * Services under load. A slow machine only makes requests take longer, so that latencies are
 * bounded from below alone.
 */
@Timeout(120)
class HandlersIT {
    private record Context(boolean isCancelled) implements TaskContext {
        @Override
        public String job() {
            return "job";
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public int attempt() {
            return 1;
        }
    }

    private static LoadTask task(HandlerKind handler, int rate, int millis, int waitMillis) {
        return new LoadTask(
                handler,
                rate,
                TimeUnit.MILLISECONDS.toNanos(millis),
                TimeUnit.MILLISECONDS.toNanos(waitMillis),
                0);
    }

    private static Measured run(LoadTask task) throws Exception {
        return new Handlers().run(task, new Context(false));
    }

    @ParameterizedTest
    @EnumSource
    void answersEveryRequestThatTheHandlerIsFastEnoughFor(HandlerKind kind) throws Exception {
        Measured measured = run(task(kind, 20, 300, 5));

        assertThat(measured.errors()).isZero();
        assertThat(measured.p50()).isGreaterThanOrEqualTo(0.005);
        assertThat(measured.achievedRate()).isPositive();
        assertThat(measured.healthP99()).isPositive();
        assertThat(measured.generatorSeconds()).isPositive();
    }

    @Test
    void aStallOf200MillisecondsShowsInFull() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Work stall = new Work(TimeUnit.MILLISECONDS.toNanos(200), 0);
        Handler stalling = Handler.onLoop(stall);

        Measured measured =
                Handlers.run(
                        task(HandlerKind.ASYNC, 400, 500, 0),
                        new Context(false),
                        _ ->
                                answer -> {
                                    if (handled.incrementAndGet() == 50) {
                                        stalling.handle(answer);
                                    } else {
                                        answer.run();
                                    }
                                });

        // 200 ms of 500 are 40 % of the requests: the 99th percentile is 5 ms from the worst.
        assertThat(measured.p99()).isGreaterThan(0.190);
        assertThat(measured.max()).isGreaterThanOrEqualTo(0.199);
        assertThat(measured.healthP99()).isGreaterThan(0.180);
        assertThat(measured.errors()).isZero();
    }

    @Test
    void handlersThatBlockTheLoopStarveHealth() throws Exception {
        Measured blocking = run(task(HandlerKind.BLOCKING_ON_LOOP, 200, 600, 50));
        Measured async = run(task(HandlerKind.ASYNC, 200, 600, 50));

        // The loop handles 20 requests a second and is asked for 200.
        assertThat(blocking.achievedRate()).isLessThan(40);
        assertThat(blocking.errors()).isPositive();
        assertThat(blocking.healthP99()).isGreaterThan(0.2).isGreaterThan(async.healthP99());
        assertThat(async.achievedRate()).isGreaterThan(blocking.achievedRate());
    }

    @Test
    void stopsWhenItIsCancelled() {
        assertThatThrownBy(() ->
                        new Handlers()
                                .run(task(HandlerKind.ASYNC, 100, 60_000, 10), new Context(true)))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void answersStrangeRequestsAndGoesOn() throws Exception {
        try (Service service = Service.start(loop -> HandlerKind.ASYNC.make(loop, 0, 0))) {
            assertThat(ask(service, "GET /nothing HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
            assertThat(ask(service, "POST /work HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(service, "GET /work HTTP/1.1\r\n\r\n")).endsWith("done");
            assertThat(ask(service, "x".repeat(5_000))).isEmpty();
            assertThat(ask(service, "GET /health HTTP/1.1\r\n\r\n")).endsWith("ok");
        }
    }

    /** What one request is answered; empty where the connection is closed. */
    private static String ask(Service service, String request) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(service.address());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] answer = new byte[1_024];
            int length = socket.getInputStream().read(answer);
            return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
        } catch (SocketException _) {
            return "";
        }
    }
}
