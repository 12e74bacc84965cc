package regatta.comparison.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Locks and handlers whose right answer is known. They suit two cores, and each round takes a few
 * seconds at most.
 */
@SuppressWarnings("ImmutableEnumChecker") // all collections are immutable
public enum CanonicalSharing {
    NO_LOCK_ON_THREADS(
            "thread-pool",
            counter(4),
            "partitioned",
            fits("partitioned", 0.1),
            loses("none", 0.1, "lost")),
    NO_LOCK_ON_AN_EVENT_LOOP(
            "async",
            counter(4),
            "async-lock",
            fits("async-lock", 0.2),
            loses("none", 0.2, "another task has its turn between a read and its write")),
    THREADS_LOCKS_ON_AN_EVENT_LOOP(
            "async",
            counter(4),
            "async-lock",
            loses("lock", 0.2, "all tasks share one thread"),
            loses("synchronized", 0.2, "a monitor cannot be held across a turn"),
            fits("async-lock", 0.2)),
    THREADS_LOCKS_IN_PROCESSES(
            "processes",
            counter(4),
            "file-lock",
            loses("synchronized", 0.15, "a monitor of one JVM stops no thread of another"),
            loses("lock", 0.15, "a lock of one JVM stops no thread of another"),
            fits("file-lock", 0.4)),
    AN_EVENT_LOOPS_LOCK_ON_THREADS(
            "thread-pool",
            counter(4),
            "lock",
            loses("async-lock", 0.2, "no lock between threads"),
            fits("lock", 0.2)),
    A_LOCK_THAT_TASKS_WAIT_FOR(
            "thread-pool", counter(4), "adder", fits("synchronized", 0.2), fits("adder", 0.1)),
    ONE_TASK_AFTER_THE_OTHER_NEEDS_NO_LOCK(
            "batch", counter(4), "none or lock", fits("none", 0.2), fits("lock", 0.201)),
    THE_LOOP_BLOCKED(
            "batch",
            load(100, "PT0.05S", "PT0S"),
            "blocking-in-pool",
            fits("blocking-in-pool", 0.055),
            starves("blocking-on-loop", 2.1, 20, "each handler blocks the loop")),
    A_POOL_TOO_SMALL(
            "batch",
            load(600, "PT0.1S", "PT0S"),
            "virtual-threads",
            overruns("blocking-in-pool", 0.9, 398, "its 40 threads are all"),
            fits("virtual-threads", 0.105)),
    A_POOL_LARGE_ENOUGH(
            "batch",
            load(100, "PT0.05S", "PT0S"),
            "blocking-in-pool or virtual-threads or async",
            fits("blocking-in-pool", 0.052),
            fits("virtual-threads", 0.0521),
            fits("async", 0.053)),
    COMPUTING_ON_THE_LOOP(
            "batch",
            // More than one core and less than two, on processors from 2.5 to 4.5 GHz.
            load(100, "PT0S", "PT0.016S"),
            "blocking-in-pool",
            fits("blocking-in-pool", 0.03),
            starves("async", 0.6, 80, "what a handler computes blocks the loop")),
    WAITING_ON_THE_LOOP(
            "batch",
            load(300, "PT0.05S", "PT0S"),
            "async",
            starves("blocking-on-loop", 2.2, 20, "each handler blocks the loop"),
            fits("async", 0.053));

    private final String mode;
    private final Map<String, Object> workload;
    private final String use;
    private final List<Way> ways;

    CanonicalSharing(String mode, Map<String, Object> workload, String use, Way... ways) {
        this.mode = mode;
        this.workload = workload;
        this.use = use;
        this.ways = List.of(ways);
    }

    /**
     * One value of the field that varies, and what a model of two cores measures with it.
     *
     * @param seconds wall time or, of a service, the 99th percentile
     * @param lost updates
     * @param served requests a second; 0 for all of them
     * @param starved whether {@code /health} waits as long as requests do
     * @param unfit a part of why it is not recommended; empty where it is fit
     */
    public record Way(
            String value,
            double seconds,
            long lost,
            double served,
            boolean starved,
            String unfit) {}

    private static Way fits(String value, double seconds) {
        return new Way(value, seconds, 0, 0, false, "");
    }

    private static Way loses(String value, double seconds, String why) {
        return new Way(value, seconds, 4_321, 0, false, why);
    }

    private static Way overruns(String value, double seconds, double served, String why) {
        return new Way(value, seconds, 0, served, false, why);
    }

    private static Way starves(String value, double seconds, double served, String why) {
        return new Way(value, seconds, 0, served, true, why);
    }

    private static Map<String, Object> counter(int tasks) {
        return Map.of(
                "kind",
                "shared-counter",
                "tasks",
                tasks,
                "increments",
                5_000,
                "apart",
                "PT0.00001S");
    }

    private static Map<String, Object> load(int rate, String waiting, String compute) {
        return Map.of(
                "kind",
                "handlers",
                "rate",
                rate,
                "duration",
                "PT2S",
                "wait",
                waiting,
                "compute",
                compute);
    }

    public String mode() {
        return mode;
    }

    /** The workload object of its job. */
    public Map<String, Object> workload() {
        return workload;
    }

    /** The field that varies. */
    public String field() {
        return "handlers".equals(workload.get("kind")) ? "handler" : "discipline";
    }

    /** The first one is that of the reference. */
    public List<Way> ways() {
        return ways;
    }

    public String varied() {
        return ways.stream().map(Way::value).collect(Collectors.joining(","));
    }

    /** The labels of the arms that are right for it; usually one. */
    public List<String> uses() {
        return Arrays.stream(use.split(" or ")).map(this::label).toList();
    }

    /** Why arms are not recommended, by their labels. */
    public Map<String, String> unfit() {
        Map<String, String> unfit = new TreeMap<>();
        ways.stream()
                .filter(way -> !way.unfit().isEmpty())
                .forEach(way -> unfit.put(label(way.value()), way.unfit()));
        return unfit;
    }

    private String label(String value) {
        return "%s %s=%s".formatted(mode, field(), value);
    }
}
