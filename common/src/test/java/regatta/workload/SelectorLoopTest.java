package regatta.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelectorLoopTest {
    private final SelectorLoop loop = new SelectorLoop("loop-under-test");

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void runsEverythingOnItsOneThread() throws Exception {
        Thread tasks = onLoop(done -> done.complete(Thread.currentThread()));
        assertThat(tasks).isSameAs(loop.thread());
        Thread timers =
                onLoop(done ->
                        loop.schedule(
                                Duration.ofMillis(1), () -> done.complete(Thread.currentThread())));
        assertThat(timers).isSameAs(loop.thread());
    }

    @Test
    void runsTimersInTheOrderOfTheirTimes() throws Exception {
        List<String> order = new ArrayList<>();
        List<String> seen =
                onLoop(done -> {
                    loop.schedule(Duration.ofMillis(60), () -> done.complete(order));
                    loop.schedule(Duration.ofMillis(40), () -> order.add("second"));
                    loop.schedule(Duration.ofMillis(20), () -> order.add("first"));
                });
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void forgetsACancelledTimer() throws Exception {
        List<String> order = new ArrayList<>();
        List<String> seen =
                onLoop(done -> {
                    loop.schedule(Duration.ofMillis(1), () -> order.add("cancelled")).cancel();
                    loop.schedule(Duration.ofMillis(40), () -> done.complete(order));
                });
        assertThat(seen).isEmpty();
    }

    @Test
    void tellsWhenAChannelIsReady() throws Exception {
        Pipe pipe = Pipe.open();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        loop.execute(() ->
                attempt(
                        read,
                        () -> {
                            pipe.source().configureBlocking(false);
                            loop.register(
                                    pipe.source(),
                                    SelectionKey.OP_READ,
                                    key -> attempt(read, () -> readByte(pipe, key, read)));
                        }));
        pipe.sink().write(ByteBuffer.wrap(new byte[] {42}));
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(42);
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void goesOnAfterACallbackThatThrew() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        loop.thread().setUncaughtExceptionHandler((_, failure) -> reported.complete(failure));
        loop.execute(() -> {
            throw new IllegalStateException("planted");
        });
        assertThat(reported.get(10, TimeUnit.SECONDS)).hasMessage("planted");
        String alive = onLoop(done -> done.complete("alive"));
        assertThat(alive).isEqualTo("alive");
    }

    @Test
    void goesOnAfterAnInterrupt() throws Exception {
        loop.thread().interrupt();
        // The flag must be gone as well, or every later wait would return at once.
        boolean interrupted =
                onLoop(done ->
                        loop.schedule(
                                Duration.ofMillis(20),
                                () -> done.complete(Thread.currentThread().isInterrupted())));
        assertThat(interrupted).isFalse();
    }

    @Test
    void refusesTasksOnceClosed() throws Exception {
        loop.close();
        loop.thread().join(10_000);
        assertThat(loop.thread().isAlive()).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static void readByte(Pipe pipe, SelectionKey key, CompletableFuture<Integer> read)
            throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        pipe.source().read(one);
        key.cancel();
        read.complete((int) one.get(0));
    }

    private static void attempt(CompletableFuture<?> result, Step step) {
        try {
            step.run();
        } catch (Exception failure) {
            result.completeExceptionally(failure);
        }
    }

    private <T> T onLoop(Consumer<CompletableFuture<T>> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> task.accept(done));
        return done.get(10, TimeUnit.SECONDS);
    }

    private interface Step {
        void run() throws Exception;
    }
}
