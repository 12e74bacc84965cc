package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import regatta.machine.Cores;
import regatta.machine.Undisturbed;

/**
 * Which part of an attempt's time a lack of cores is, in JVMs that are given too few of them:
 * beside wall time less processor time, which is all that lacks where tasks only compute.
 */
@Timeout(300)
class CoresIT {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup/cpu");
    private static final int SECONDS = 60;

    /** A tenth of the truth, or 5 ms for each of two attempts. */
    private static final double PART = 0.1;

    private static final double LEAST = 10;

    /** On one core an event loop has one thread, and virtual threads mostly have one carrier. */
    private static final Set<Execution> HAVE_A_THREAD_EACH =
            EnumSet.of(Execution.THREAD_POOL, Execution.FORK_JOIN);

    private static final Set<String> EXECUTIONS =
            Arrays.stream(Execution.values()).map(Enum::name).collect(Collectors.toSet());

    private final List<Path> groups = new ArrayList<>();

    /** What one execution said, in milliseconds. */
    private record Said(double ran, double cpu, double ready, double processCpu, double throttled) {
        double wallLessProcessor() {
            return ran - cpu;
        }

        double waited() {
            return ran - cpu - ready;
        }
    }

    @AfterEach
    void removeGroups() throws IOException {
        for (Path group : groups) {
            Files.delete(group);
        }
    }

    @Test
    void twoThreadsOnOneCoreAreReadyHalfOfTheTime() throws Exception {
        assumeThat(Path.of("/usr/bin/taskset")).exists();
        List<Integer> allowed = Cores.ofThisProcess().allowed();
        assumeThat(allowed).isNotEmpty();
        Undisturbed.until(() ->
                run(List.of("taskset", "-c", "" + allowed.getFirst()), "compute 400")
                        .forEach((execution, said) -> {
                            isWithoutACore(execution, said);
                            if (HAVE_A_THREAD_EACH.contains(Execution.valueOf(execution))) {
                                assertThat(said.ready())
                                        .as(execution)
                                        .isGreaterThan(said.ran() / 3);
                            }
                        }));
    }

    @Test
    void aQuotaKeepsAttemptsReadyWithoutACore() throws Exception {
        Undisturbed.until(this::checkQuota);
    }

    private void checkQuota() throws Exception {
        Path group = group();
        String join = "echo $$ > %s/tasks; exec \"$@\"".formatted(group);
        String quota =
                "-D%s=%s".formatted(MeasuredSlots.QUOTA_FILE, group.resolve("cpu.cfs_quota_us"));
        Map<String, Said> all = run(List.of("sh", "-c", join, "sh"), "compute 1200", quota);
        double throttled = 0;
        for (Map.Entry<String, Said> each : all.entrySet()) {
            isWithoutACore(each.getKey(), each.getValue());
            assertThat(each.getValue().throttled()).as(all.toString()).isGreaterThan(100);
            throttled += each.getValue().throttled();
        }
        // Each figure is rounded by itself.
        assertThat(throttled).isLessThanOrEqualTo(throttledMillis(group) + 1);
    }

    @Test
    void sleepIsNoLackOfCores() throws Exception {
        Undisturbed.until(() -> run(List.of(), "wait 400").forEach(CoresIT::mostlyWaited));
    }

    private static void mostlyWaited(String execution, Said said) {
        assertThat(said.cpu()).as(execution).isLessThan(PART * said.ran());
        // The event loop's task looks every 5 ms, and may queue for a core each time.
        double queued = execution.equals(Execution.EVENT_LOOP.name()) ? 0.5 : PART;
        assertThat(said.waited())
                .as("%s: %s", execution, said)
                .isGreaterThan((1 - queued) * said.wallLessProcessor() - LEAST);
    }

    private static void isWithoutACore(String execution, Said said) {
        assertThat(said.ready())
                .as("%s: %s", execution, said)
                .isCloseTo(said.wallLessProcessor(), within(tolerance(said)));
        // The process' own figure has a resolution of 10 ms.
        assertThat(said.cpu())
                .as("%s: %s", execution, said)
                .isBetween(0.5 * said.processCpu() - 4 * LEAST, said.processCpu() + 2 * LEAST);
    }

    private static double tolerance(Said said) {
        return Math.max(PART * said.wallLessProcessor(), LEAST);
    }

    /** A group of processes whose time has no limit yet. */
    private Path group() throws IOException {
        assumeThat(Files.isWritable(GROUPS.resolve("tasks")))
                .as("control groups of version 1 in which this test may make one")
                .isTrue();
        Path group = Files.createTempDirectory(GROUPS, "regatta-test-");
        groups.add(group);
        return group;
    }

    private static double throttledMillis(Path group) throws IOException {
        return Files.readAllLines(group.resolve("cpu.stat")).stream()
                .filter(line -> line.startsWith("throttled_time "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", 2)[1]) / 1e6)
                .sum();
    }

    private static Map<String, Said> run(List<String> wrapper, String script, String... properties)
            throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(properties));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        MeasuredSlots.class.getName()));
        command.addAll(List.of(script.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            List<String> lines = process.inputReader().lines().toList();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(lines.toString()).isZero();
            Map<String, Said> said = new LinkedHashMap<>();
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                if (!EXECUTIONS.contains(words[0])) {
                    // The actor system of a dispatcher has a log.
                    continue;
                }
                double[] numbers =
                        Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
                said.put(
                        words[0],
                        new Said(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
            }
            assertThat(said).hasSize(Execution.values().length);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
