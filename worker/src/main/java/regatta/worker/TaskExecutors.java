package regatta.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the executors that tasks run on. The daemon threads of these executors end after a minute
 * without work.
 */
final class TaskExecutors {
    private static final long IDLE_SECONDS = 60;

    private TaskExecutors() {}

    /**
     * Makes a pool of at most {@code size} threads with one queue. Because all threads share the
     * queue, a busy thread takes the next task before an idle thread wakes up. With one queue, very
     * short tasks run twice as fast.
     */
    static ExecutorService threadPool(String name, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name(name + "-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
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
