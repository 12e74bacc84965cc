package regatta.workload.handlers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import regatta.workload.EventLoop;

/** Handles requests. Called on the loop's thread. */
interface Handler extends AutoCloseable {
    /** As many threads as Starlette has for {@code def} handlers. */
    int POOL = 40;

    /**
     * Handles one request.
     *
     * @param answer to be run on the loop's thread when the request is handled
     */
    void handle(Runnable answer);

    /** Stops what it handles. */
    @Override
    default void close() {}

    /** The loop waits and computes, and does nothing else meanwhile. */
    static Handler onLoop(Work work) {
        return answer -> {
            try {
                work.block();
                answer.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** One of {@link #POOL} threads waits and computes. */
    static Handler inPool(Work work, EventLoop loop) {
        ThreadFactory threads = Thread.ofPlatform().name("handlers-pool-", 0).daemon().factory();
        return new OnThreads(work, loop, Executors.newFixedThreadPool(POOL, threads));
    }

    /** A virtual thread for each request waits and computes. */
    static Handler onVirtualThreads(Work work, EventLoop loop) {
        return new OnThreads(work, loop, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** A timer of the loop waits, and the loop computes. */
    static Handler async(Work work, EventLoop loop) {
        return answer -> {
            Runnable rest =
                    () -> {
                        work.compute();
                        answer.run();
                    };
            if (work.waitNanos() == 0) {
                rest.run();
            } else {
                var _ = loop.schedule(work.waiting(), rest);
            }
        };
    }

    /** Handles requests on threads, and answers on the loop. */
    record OnThreads(Work work, EventLoop loop, ExecutorService threads) implements Handler {
        @Override
        public void handle(Runnable answer) {
            threads.execute(() -> {
                try {
                    work.block();
                    loop.execute(answer);
                } catch (InterruptedException _) {
                    // The service ends.
                }
            });
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
