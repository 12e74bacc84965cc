package regatta.workload.download;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes threads for work that can only block. A thread ends after some seconds without work, and
 * does not keep the JVM alive.
 */
final class Threads {
    private static final int IDLE_SECONDS = 5;

    private Threads() {}

    /**
     * Returns an executor that runs at most {@code most} tasks at a time. Further tasks wait in a
     * queue.
     */
    static Executor upTo(int most, String prefix) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        most,
                        most,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(prefix, 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
