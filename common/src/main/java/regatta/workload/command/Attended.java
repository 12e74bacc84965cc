package regatta.workload.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;

/** Waits for a program on a thread of its own, on behalf of an event loop. */
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

    /** Starts it; called on the loop's thread, on which the stage completes. */
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

    /** Nothing interrupts the loop's thread, so the loop asks from time to time. */
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
