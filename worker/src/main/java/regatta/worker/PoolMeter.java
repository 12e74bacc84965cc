package regatta.worker;

import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jdk.management.VirtualThreadSchedulerMXBean;
import regatta.machine.SchedStat;

/**
 * Measures how long the threads of a thread pool are on a processor or wait for a processor, for
 * all attempts on the pool together. A pool is the carriers of virtual threads, or the thread of an
 * event loop. The threads of a pool run many attempts in turn, so nobody can say how much processor
 * time one attempt used.
 *
 * <p>The JVM does not tell which id a thread has in the kernel. So each thread registers itself
 * when the thread begins an attempt. Only one thread may call {@link #sinceLast}; any thread may
 * call the other methods.
 */
final class PoolMeter implements AttemptMeter {
    private static final VirtualThreadSchedulerMXBean SCHEDULER =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    private final CpuTime cpu;
    private final Supplier<Integer> size;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    private PoolMeter(CpuTime cpu, Supplier<Integer> size) {
        this.cpu = cpu;
        this.size = size;
    }

    /** A thread of the pool, and the last reading of the kernel's counts for the thread. */
    private record Known(SchedStat kernel, SchedStat.Reading read) {}

    static PoolMeter ofCarriers() {
        return new PoolMeter(new CpuTime(CpuTime::carriers), SCHEDULER::getPoolSize);
    }

    static PoolMeter of(Supplier<List<Thread>> threads) {
        return new PoolMeter(new CpuTime(threads), () -> threads.get().size());
    }

    @Override
    public void begin() {
        if (known.size() < size.get()) {
            long id = SchedStat.idOfThisThread();
            if (id >= 0 && !known.containsKey(id)) {
                SchedStat.of(id)
                        .ifPresent(kernel ->
                                kernel.read()
                                        .ifPresent(now -> known.put(id, new Known(kernel, now))));
            }
        }
    }

    /**
     * Returns {@link Spent#UNKNOWN}. When the worker reports an attempt, the attempt gets an equal
     * share of the processor time that the pool used.
     */
    @Override
    public Spent lap(long now) {
        begin();
        return Spent.UNKNOWN;
    }

    /**
     * Returns how long all threads of the pool together were on a processor, or waited for a
     * processor, since the last call.
     */
    Spent sinceLast() {
        boolean told = !known.isEmpty();
        long ready = 0;
        long turns = 0;
        for (Iterator<Map.Entry<Long, Known>> all = known.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Known> each = all.next();
            SchedStat kernel = each.getValue().kernel();
            Optional<SchedStat.Reading> now = kernel.read();
            if (now.isEmpty()) {
                all.remove();
            } else {
                SchedStat.Reading since = now.get().since(each.getValue().read());
                each.setValue(new Known(kernel, now.get()));
                ready += since.queuedNanos();
                turns += since.turns();
            }
        }
        return new Spent(cpu.sinceLast(), told ? ready : -1, turns);
    }
}
