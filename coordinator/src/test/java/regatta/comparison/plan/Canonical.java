package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import regatta.comparison.plan.Cause.Kind;

/**
 * Workloads whose right answer is known, as scripts of the workload {@code scripted}; sized for two
 * cores, and to take under a second one after the other.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.copyOf makes lists that cannot change
public enum Canonical {
    PURE_COMPUTING(2, "thread-pool", Kind.COMPUTING, times(30, "cpu 20")),
    PURE_WAITING(16, "thread-pool", Kind.WAITING, times(40, "wait 20")),
    MIXED(8, "thread-pool", Kind.MIXED, times(60, "cpu 5 wait 5")),
    /** Which of the modes of one JVM hands out fastest is a matter of the machine. */
    TASKS_TOO_SMALL(
            2,
            "batch or thread-pool or virtual-threads or async",
            Kind.SMALL_TASKS,
            times(20_000, "")),
    ONE_HUGE_TASK(2, "batch", Kind.ONE_HUGE_TASK, then("cpu 600", times(9, "cpu 1"))),
    UNEVEN_TASKS(2, "thread-pool", Kind.UNEVEN_TASKS, then(times(14, "cpu 10"), "cpu 120")),
    MEMORY_BOUND(2, "thread-pool or batch", Kind.MEMORY_BOUND, times(20, "memory 0.4")),
    LOCK_BOUND(2, "processes", Kind.LOCK_BOUND, times(40, "lock 15")),
    COMPUTING_WITH_RARE_WAITS(
            2,
            "thread-pool",
            Kind.COMPUTING,
            then(times(3, "cpu 20 cpu 20 cpu 20 cpu 20"), times(6, "cpu 80 wait 9"))),
    FEW_LONG_WAITS(16, "thread-pool", Kind.WAITING, times(4, "wait 150")),
    FEW_LONG_TASKS(2, "thread-pool", Kind.COMPUTING, times(4, "cpu 150")),
    FAILING_AND_RETRIED(2, "thread-pool", Kind.COMPUTING, times(30, "cpu 15 fail 1"));

    private final int slots;
    private final String use;
    private final Kind cause;
    private final List<String> scripts;

    Canonical(int slots, String use, Kind cause, List<String> scripts) {
        this.slots = slots;
        this.use = use;
        this.cause = cause;
        this.scripts = List.copyOf(scripts);
    }

    /** What every arm but {@code batch} asks for. */
    public int slots() {
        return slots;
    }

    /** The modes that are right for it: mostly one. */
    public List<String> uses() {
        return List.of(use.split(" or "));
    }

    public Kind cause() {
        return cause;
    }

    /** A task each. */
    public List<String> scripts() {
        return scripts;
    }

    private static List<String> times(int count, String script) {
        return Collections.nCopies(count, script);
    }

    private static List<String> then(String first, List<String> others) {
        return then(List.of(first), others);
    }

    private static List<String> then(List<String> others, String last) {
        return then(others, List.of(last));
    }

    private static List<String> then(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
