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
 * Measures how long the threads of a pool are on a processor or wait for one, for all attempts of
 * the pool together. Such pools are the carriers of virtual threads, and an event loop. They run
 * many attempts in turn, and nobody can say which attempt used how much.
 *
 * <p>The JVM does not tell the kernel's ids of its threads. So each thread registers itself when it
 * begins an attempt. Only one thread may call {@link #sinceLast}; any thread may call the other
 * methods.
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

    /** A thread of the pool and the last reading of its counts. */
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
     * Returns {@link Spent#UNKNOWN}. An attempt gets an equal share of what the pool used when the
     * attempt is reported.
     */
    @Override
    public Spent lap(long now) {
        begin();
        return Spent.UNKNOWN;
    }

    /** Returns what all threads used since the last call. */
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
