package regatta.workload.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;

/** Runs a program on a thread of its own, so that the event loop need not wait for the program. */
final class Attended {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Callable<Ran> run;
    private final TaskContext context;
    private final EventLoop loop;
    private final CompletableFuture<Ran> ended = new CompletableFuture<>();
    private final Thread attendant =
            Thread.ofPlatform().daemon().name("command-attendant").unstarted(this::attend);

    Attended(Callable<Ran> run, TaskContext context, EventLoop loop) {
        this.run = run;
        this.context = context;
        this.loop = loop;
    }

    /** Starts the program. Called on the loop's thread, which also completes the returned stage. */
    CompletionStage<Ran> start() {
        attendant.start();
        look();
        return ended;
    }

    private void attend() {
        try {
            Ran ran = run.call();
            loop.execute(() -> ended.complete(ran));
        } catch (Exception | Error failure) {
            loop.execute(() -> ended.completeExceptionally(failure));
        }
    }

    /**
     * Checks every 100 ms whether the attempt was cancelled, because nothing interrupts the loop's
     * thread. If the attempt was cancelled, interrupts the thread that waits for the program.
     */
    private void look() {
        var _ =
                loop.schedule(
                        LOOK,
                        () -> {
                            if (context.isCancelled()) {
                                attendant.interrupt();
                            } else if (!ended.isDone()) {
                                look();
                            }
                        });
    }
}
