package regatta.comparison;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import regatta.machine.ChildTimes;

/**
 * The processor time that Regatta's processes on this machine have used so far.
 *
 * @param byProcess for the id of each living process, the time that the process and its ended
 *     children have used
 * @param heirs the ids of the descendants of other processes in {@code byProcess}; when a
 *     descendant ends, its parent's time contains the descendant's time
 */
record OwnTimes(Map<Long, Duration> byProcess, Set<Long> heirs) {
    private static final double NANOS = 1e9;

    /**
     * Reads the times of this process, of the processes {@code others}, and of all their
     * descendants.
     */
    static OwnTimes now(Set<Long> others) {
        Map<Long, Duration> times = new HashMap<>();
        Set<Long> heirs = new HashSet<>();
        Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        others.stream().flatMap(pid -> ProcessHandle.of(pid).stream()))
                .forEach(process -> {
                    add(process, times);
                    process.descendants()
                            .forEach(child -> {
                                add(child, times);
                                heirs.add(child.pid());
                            });
                });
        return new OwnTimes(times, heirs);
    }

    private static void add(ProcessHandle process, Map<Long, Duration> times) {
        process.info()
                .totalCpuDuration()
                .ifPresent(time ->
                        times.put(process.pid(), time.plus(ChildTimes.ofEnded(process.pid()))));
    }

    /**
     * Returns how many seconds of processor time the processes used since an earlier reading. If a
     * node that another program started ended after the earlier reading, the node's time is
     * missing.
     */
    double secondsSince(OwnTimes earlier) {
        Duration sum = Duration.ZERO;
        for (Map.Entry<Long, Duration> process : byProcess.entrySet()) {
            Duration before = earlier.byProcess.getOrDefault(process.getKey(), Duration.ZERO);
            sum = sum.plus(process.getValue().minus(before));
        }
        for (Map.Entry<Long, Duration> process : earlier.byProcess.entrySet()) {
            if (!byProcess.containsKey(process.getKey())
                    && earlier.heirs.contains(process.getKey())) {
                sum = sum.minus(process.getValue());
            }
        }
        return Math.max(0, sum.toNanos() / NANOS);
    }
}
