package regatta.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Measures the processor time of a group of threads together: the carriers of virtual threads, or
 * the thread of an event loop. The JVM cannot tell how much processor time each attempt on shared
 * threads used.
 */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String CARRIERS = "CarrierThreads";
    private static final long LISTED_FOR_NANOS = 100_000_000;

    private final Supplier<List<Thread>> threads;
    private final Map<Long, Long> last = new HashMap<>();
    private List<Thread> listed = List.of();
    private long listedAt;

    CpuTime(Supplier<List<Thread>> threads) {
        this.threads = threads;
        long _ = sinceLast();
    }

    /**
     * Returns the processor time of the calling platform thread in ns; −1 if the JVM does not
     * measure the time.
     */
    static long ofThisThread() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /**
     * Returns the threads that carry virtual threads. Only the name of the thread group
     * distinguishes a carrier from other threads.
     */
    static List<Thread> carriers() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() + 64];
        int count = root.enumerate(all, true);
        return Arrays.stream(all, 0, count).filter(CpuTime::isCarrier).toList();
    }

    private static boolean isCarrier(Thread thread) {
        ThreadGroup group = Objects.requireNonNull(thread).getThreadGroup();
        return group != null && group.getName().equals(CARRIERS);
    }

    /**
     * Returns the processor time in ns that the group's threads used since the last call; −1 if the
     * JVM does not measure the time.
     */
    long sinceLast() {
        long spent = 0;
        for (Thread thread : listed()) {
            long id = thread.threadId();
            long now = THREADS.getThreadCpuTime(id);
            if (now >= 0) {
                Long before = last.put(id, now);
                spent += before == null ? now : now - before;
            }
        }
        return last.isEmpty() ? -1 : spent;
    }

    /**
     * Returns the threads of the group. Lists the threads again only after a while, because a
     * listing examines every thread of the JVM.
     */
    private List<Thread> listed() {
        long now = System.nanoTime();
        if (listed.isEmpty() || now - listedAt > LISTED_FOR_NANOS) {
            listed = threads.get();
            listedAt = now;
        }
        return listed;
    }
}
