package regatta.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The executors that tasks run on: daemon threads, made when first needed and gone after a minute
 * without work.
 */
final class TaskExecutors {
    private static final long IDLE_SECONDS = 60;

    private TaskExecutors() {}

    /** At most {@code size} threads, of which an idle one is used again before another is made. */
    static ExecutorService threadPool(String name, int size) {
        HandOver queue = new HandOver();
        return new ThreadPoolExecutor(
                0,
                size,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().name(name + "-", 0).daemon().factory(),
                (task, _) -> queue.keep(task));
    }

    /** Offers a task only to a thread that waits: otherwise the pool makes one, up to its size. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void keep(Runnable task) {
            super.offer(task);
        }
    }

    static ExecutorService forkJoin(String name, int size) {
        AtomicInteger next = new AtomicInteger();
        return new ForkJoinPool(
                size,
                pool -> {
                    ForkJoinWorkerThread thread =
                            ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName(name + "-" + next.getAndIncrement());
                    return thread;
                },
                null,
                true);
    }

    static ExecutorService virtualThreads(String name) {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    }
}
