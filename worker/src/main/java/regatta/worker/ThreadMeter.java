package regatta.worker;

import org.jspecify.annotations.Nullable;
import regatta.machine.SchedStat;

/**
 * Measures the processor time of one platform thread, and the thread's waits for a core, during
 * each attempt on the thread. Only the measured thread may call the meter.
 */
final class ThreadMeter implements AttemptMeter {
    private static final ThreadLocal<ThreadMeter> OF_THREAD =
            ThreadLocal.withInitial(ThreadMeter::new);

    /**
     * If the thread was off the processor for at least this number of nanoseconds, the meter reads
     * the kernel's counts. A reading takes three microseconds, as long as many tasks take.
     */
    private static final long WORTH_A_LOOK = 50_000;

    private final @Nullable SchedStat kernel = SchedStat.ofThisThread().orElse(null);
    private long cpu;
    private long at;
    private SchedStat.Reading seen = new SchedStat.Reading(0, 0);
    private long seenAt;
    private long cpuWhenSeen;

    /**
     * The time for which the thread was ready without a core, minus the part of this time that
     * earlier attempts' figures already contain.
     */
    private long uncharged;

    private ThreadMeter() {}

    static ThreadMeter ofThisThread() {
        return OF_THREAD.get();
    }

    @Override
    public void begin() {
        at = System.nanoTime();
        cpu = CpuTime.ofThisThread();
        look();
        uncharged = 0;
    }

    /**
     * Reads the processor time only once for each attempt, because the end of one attempt is the
     * beginning of the next attempt.
     */
    @Override
    public Spent lap(long now) {
        long before = cpu;
        long ran = now - at;
        at = now;
        cpu = CpuTime.ofThisThread();
        long onCpu = cpu < 0 ? -1 : cpu - before;
        long turns = 0;
        if (now - seenAt - (cpu - cpuWhenSeen) >= WORTH_A_LOOK) {
            SchedStat.Reading last = seen;
            look();
            uncharged += seen.since(last).queuedNanos();
            turns = seen.since(last).turns();
        }
        long ready = Math.clamp(ran - Math.max(0, onCpu), 0, uncharged);
        uncharged -= ready;
        return new Spent(onCpu, kernel == null ? -1 : ready, turns);
    }

    private void look() {
        seenAt = at;
        cpuWhenSeen = cpu;
        if (kernel != null) {
            seen = kernel.read().orElse(seen);
        }
    }
}
