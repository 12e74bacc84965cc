package regatta.comparison;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Processor time that Regatta's processes on this machine have had at a moment.
 *
 * @param byProcess of those that run
 */
record OwnTimes(Map<Long, Duration> byProcess) {
    private static final double NANOS = 1e9;

    /** Of this process, of what it started, and of others. */
    static OwnTimes now(Set<Long> others) {
        ProcessHandle self = ProcessHandle.current();
        Map<Long, Duration> times = new HashMap<>();
        Stream.of(
                        Stream.of(self),
                        self.descendants(),
                        others.stream().flatMap(pid -> ProcessHandle.of(pid).stream()))
                .flatMap(each -> each)
                .forEach(process ->
                        process.info()
                                .totalCpuDuration()
                                .ifPresent(time -> times.put(process.pid(), time)));
        return new OwnTimes(times);
    }

    /** What those that run now had since then: of one that has ended meanwhile nothing is known. */
    double secondsSince(OwnTimes earlier) {
        Duration sum = Duration.ZERO;
        for (Map.Entry<Long, Duration> process : byProcess.entrySet()) {
            Duration before = earlier.byProcess.getOrDefault(process.getKey(), Duration.ZERO);
            sum = sum.plus(process.getValue().minus(before));
        }
        return sum.toNanos() / NANOS;
    }
}
