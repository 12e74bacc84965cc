package regatta.workload.handlers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import regatta.workload.EventLoop;

/**
 * Handles the requests to {@code /work} of one service. The service's event loop calls the handler.
 */
interface Handler extends AutoCloseable {
    /**
     * The number of threads in the pool. Starlette, the base of FastAPI, has as many threads for
     * {@code def} handlers.
     */
    int POOL = 40;

    /**
     * Handles one request.
     *
     * @param answer sends the answer. When the request is handled, the handler runs {@code answer}
     *     on the loop's thread
     */
    void handle(Runnable answer);

    /** Stops handling requests, also the requests whose handling has begun. */
    @Override
    default void close() {}

    /** Returns a handler that waits and computes on the loop, and so blocks the loop. */
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

    /** Returns a handler that waits and computes on one of {@link #POOL} threads. */
    static Handler inPool(Work work, EventLoop loop) {
        ThreadFactory threads = Thread.ofPlatform().name("handlers-pool-", 0).daemon().factory();
        return new OnThreads(work, loop, Executors.newFixedThreadPool(POOL, threads));
    }

    /** Returns a handler that waits and computes on a virtual thread for each request. */
    static Handler onVirtualThreads(Work work, EventLoop loop) {
        return new OnThreads(work, loop, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Returns a handler that waits by a timer of the loop, and computes on the loop. */
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
                } catch (InterruptedException | RejectedExecutionException _) {
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
