package regatta.comparison.plan;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import regatta.comparison.plan.Cause.Kind;

/** Programs that share the two cores with a comparison, or limits to its use of the cores. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of return immutable collections
enum Surroundings {
    QUIET(2, List.of(), 0),
    ONE_HOG(2, List.of(""), 0),
    TWO_HOGS(2, List.of("", ""), 0),
    HALF_A_CORE(0.5, List.of(), 50_000),
    ONE_AND_A_HALF_CORES(1.5, List.of(), 150_000),
    ONE_CORE_SHARED_WITH_A_HOG(1, List.of("0"), 0),
    ONE_CORE_BESIDE_A_HOG(1, List.of("1"), 0);

    private static final Path GROUPS = Path.of("/sys/fs/cgroup/cpu");
    private static final Path GROUP =
            GROUPS.resolve("regatta-canonical-" + ProcessHandle.current().pid());
    private static final String HOG = "while :; do :; done";

    private final double cores;
    private final List<String> hogs;
    private final int quotaMicros;

    /**
     * Creates one.
     *
     * @param cores the number of cores that the comparison may use
     * @param hogs for each program that computes all the time, the core that it is bound to; empty
     *     if it may use any
     * @param quotaMicros the processor time of the comparison in 100 ms; 0 if there is no quota
     */
    Surroundings(double cores, List<String> hogs, int quotaMicros) {
        this.cores = cores;
        this.hogs = hogs;
        this.quotaMicros = quotaMicros;
    }

    /** Returns the causes that are right for a workload; several may hold at once. */
    Set<Kind> causes(Canonical canonical) {
        Set<Kind> causes = new TreeSet<>(Set.of(canonical.cause()));
        if (!hogs.isEmpty() && this != ONE_CORE_BESIDE_A_HOG) {
            causes.add(Kind.CORES_TAKEN);
        }
        if (quotaMicros > 0) {
            causes.add(Kind.THROTTLED);
        }
        if (cores <= 1 && computes(canonical)) {
            causes.add(Kind.COMPUTING);
        }
        return causes;
    }

    /** Returns the modes that are right for a workload. */
    List<String> uses(Canonical canonical) {
        if (cores < 1 && canonical == Canonical.MIXED) {
            // One slot already uses half of a core.
            return List.of("batch", "thread-pool");
        }
        return cores <= 1 && computes(canonical) ? List.of("batch") : canonical.uses();
    }

    private static boolean computes(Canonical canonical) {
        return switch (canonical) {
            case PURE_WAITING, FEW_LONG_WAITS, MIXED, TASKS_TOO_SMALL -> false;
            default -> true;
        };
    }

    /** Returns the command that runs another one here, or skips the test if that is impossible. */
    List<String> around(List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        if (quotaMicros > 0) {
            makeGroup();
            String join = "echo $$ > " + GROUP + "/cgroup.procs; exec \"$@\"";
            all.addAll(List.of("sh", "-c", join, "sh"));
        }
        if (cores == 1) {
            assumeThat(Path.of("/usr/bin/taskset")).exists();
            all.addAll(List.of("taskset", "-c", "0"));
        }
        all.addAll(command);
        return all;
    }

    private void makeGroup() throws IOException {
        assumeThat(GROUPS).as("cgroup v1 with a cpu controller").isDirectory();
        assumeThat(Files.isWritable(GROUPS)).as("may make a cgroup").isTrue();
        if (!Files.isDirectory(GROUP)) {
            Files.createDirectory(GROUP);
        }
        Files.writeString(GROUP.resolve("cpu.cfs_period_us"), "100000");
        Files.writeString(GROUP.resolve("cpu.cfs_quota_us"), Integer.toString(quotaMicros));
    }

    /** Starts the programs that compute beside the comparison. */
    List<Process> hogs() throws IOException {
        List<Process> started = new ArrayList<>();
        for (String core : hogs) {
            Stream<String> pinned = core.isEmpty() ? Stream.of() : Stream.of("taskset", "-c", core);
            List<String> command = Stream.concat(pinned, Stream.of("sh", "-c", HOG)).toList();
            started.add(new ProcessBuilder(command).start());
        }
        return started;
    }

    /** Removes the control group that {@link #around} may have made. */
    static void removeGroup() throws IOException {
        Files.deleteIfExists(GROUP);
    }
}
