package regatta.coordinator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.placement.LocalNodes;
import regatta.machine.Undisturbed;

/**
 * Compares the time accounts of real jobs with the times that their tasks measured, in every mode.
 *
 * <p>Tests compare an account with what tasks really did, not with what their scripts say: on a
 * busy machine a wait of 50 ms may take 60. A round that others disturbed is run again. Those that
 * need a quiet machine run with {@code -Dregatta.accounts=true} only.
 */
@Timeout(300)
@ResourceLock(WorkerJvms.LOCK)
class TimeAccountIT {
    private static final int SLOTS = 4;
    private static final int CHILDREN = 2;
    private static final int STARTS = 100;
    private static final double PLANTED = 0.05;
    private static final int PAIRS = 11;
    private static final String ACCOUNTS = "regatta.accounts";
    private static final String QUIET = "it measures times, for which the machine has to be quiet";

    @TempDir static Path folder;
    private static TestingNode node;
    private static LocalNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        node = new TestingNode(folder, "regatta.modes.processes.max-slots = " + CHILDREN);
        nodes = node.startNodes(SLOTS);
    }

    @AfterAll
    static void end() {
        nodes.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "thread-pool",
                "fork-join",
                "virtual-threads",
                "async",
                "processes",
                "cluster"
            })
    void allPartsOfSlotTimeAddUpToSlotsTimesWall(String mode) throws Exception {
        int slots = slots(mode);
        startAll(mode, slots);
        Undisturbed.until(() -> {
            JsonNode job = run(mode, SLOTS, 4 * slots, "wait 60", "cpu 5", "wait 90", "fail 1");
            JsonNode report = job.at("/report");
            JsonNode account = report.at("/slotAccount");
            double running = account.at("/running").asDouble();
            assertThat(report.at("/slots").asInt()).isEqualTo(slots);
            assertThat(all(account))
                    .as(job.toString())
                    .isCloseTo(
                            slots * report.at("/wallSeconds").asDouble(),
                            Percentage.withPercentage(1));
            assertThat(report.at("/cpuSeconds").asDouble() + readySeconds(report))
                    .as(job.toString())
                    .isLessThanOrEqualTo(running * 1.01);
            assertThat(account.at("/handOver").asDouble()).as(job.toString()).isPositive();
            assertThat(account.at("/noneReady").asDouble()).as(job.toString()).isPositive();
            assertThat(overheadPerTask(report) * report.at("/tasks").asInt())
                    .as("the overhead of all tasks: %s", job)
                    .isCloseTo(account.at("/handOver").asDouble(), within(1e-9));
        });
    }

    /** Returns the overhead that a comparison shows if this report is of its only round. */
    private static double overheadPerTask(JsonNode json) throws Exception {
        RunReport report = TestingNode.JSON.treeToValue(json, RunReport.class);
        Arm arm = TestingRounds.arm(report.mode(), report.slots());
        Round round =
                new Round(
                        arm.label(),
                        0,
                        false,
                        "",
                        TestingRounds.quiet(report.wallSeconds()),
                        report);
        Plan plan = Plan.of(List.of(arm), 0, 1, 1);
        Comparison comparison = new Comparison("", Map.of(), plan, List.of(round), Map.of());
        return Analysis.of(comparison, TestingRounds.TWO_CORES).arms().getFirst().overheadSeconds();
    }

    @Test
    void collectingGarbageAgreesWithTheJvmsOwnFigure() throws Exception {
        Undisturbed.until(TimeAccountIT::checkCollections);
    }

    private static void checkCollections() throws Exception {
        String id = node.submit(body("thread-pool", 1, 1, "wait 5000"));
        node.await("/api/v1/jobs/" + id, job -> job.at("/progress/running").asInt() == 1);
        long before = collectedMillis();
        System.gc();
        System.gc();
        double during = (collectedMillis() - before) / 1e3;
        JsonNode job = node.awaitEnd(id);
        double collected = job.at("/report/workers/0/jvm/gcSeconds").asDouble();
        double after = (collectedMillis() - before) / 1e3;
        assertThat(collected).as(job.toString()).isBetween(during - 0.002, after + 0.1);
        assertThat(job.at("/report/workers/0/jvm/stoodStillSeconds").asDouble())
                .as("a collection is no stand-still: %s", job)
                .isLessThan(0.5);
    }

    private static long collectedMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "thread-pool",
                "fork-join",
                "virtual-threads",
                "async",
                "processes",
                "cluster"
            })
    @EnabledIfSystemProperty(named = ACCOUNTS, matches = ".+", disabledReason = QUIET)
    void addsUpToSlotsTimesAnIndependentlyTimedWindow(String mode) throws Exception {
        int slots = slots(mode);
        startAll(mode, slots);
        int repeat = 15 * slots;
        Undisturbed.until(() -> {
            JsonNode job = run(mode, SLOTS, repeat, "wait 60", "cpu 5", "wait 90", "fail 0 wait 7");
            JsonNode report = job.at("/report");
            JsonNode output = job.at("/output");
            JsonNode account = report.at("/slotAccount");
            double running = account.at("/running").asDouble();
            double all = all(account);
            double window = report.at("/slots").asInt() * output.at("/windowSeconds").asDouble();
            assertThat(report.at("/slots").asInt()).isEqualTo(slots);
            assertThat(all).as(job.toString()).isCloseTo(window, Percentage.withPercentage(1));
            assertThat(running)
                    .as(job.toString())
                    .isCloseTo(output.at("/busySeconds").asDouble(), Percentage.withPercentage(1));
            assertThat(report.at("/wallSeconds").asDouble())
                    .isGreaterThanOrEqualTo(output.at("/windowSeconds").asDouble());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "thread-pool",
                "fork-join",
                "virtual-threads",
                "async",
                "processes",
                "cluster"
            })
    @EnabledIfSystemProperty(named = ACCOUNTS, matches = ".+", disabledReason = QUIET)
    void findsAPlantedFiftiethPartOfASecondWhereItWasPlanted(String mode) throws Exception {
        startAll(mode, 1);
        String[] empty = new String[400];
        Arrays.fill(empty, "");
        // Many of these short tasks are prefetched and wait behind the long one.
        String[] behind = empty.clone();
        behind[200] = "wait 50";
        SoftAssertions all = new SoftAssertions();
        check(all, mode, "/queued/max", new String[] {"", ""}, "wait 50", "");
        check(all, mode, "/waited/max", empty, behind);
        check(all, mode, "/cpuSeconds", new String[] {""}, "cpu 50");
        check(all, mode, "/ran/max", new String[] {""}, "wait 50");
        check(all, mode, "/delay/max", new String[] {""}, "encode 50");
        all.assertAll();
    }

    /**
     * Compares jobs with 50 ms planted in them to the same jobs without. Both contain the mode's
     * own cost, so the difference must be the planted time, within 10 %, and only in the planted
     * part.
     */
    private static void check(
            SoftAssertions all, String mode, String part, String[] without, String... with)
            throws Exception {
        List<String> parts =
                List.of("/queued/max", "/waited/max", "/ran/max", "/delay/max", "/cpuSeconds");
        Map<String, List<Double>> more = new TreeMap<>();
        Map<String, List<Double>> off = new TreeMap<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            JsonNode plain = run(mode, 1, 1, without);
            JsonNode planted = run(mode, 1, 1, with);
            for (String one : parts) {
                double difference = seconds(planted, one) - seconds(plain, one);
                double truth = planted(planted, part, one);
                more.computeIfAbsent(one, _ -> new ArrayList<>()).add(difference);
                off.computeIfAbsent(one, _ -> new ArrayList<>()).add(difference - truth);
                assertThat(truth)
                        .satisfiesAnyOf(
                                none -> assertThat(none).isZero(),
                                some -> assertThat(some).isGreaterThanOrEqualTo(PLANTED * 0.99));
            }
        }
        for (String one : parts) {
            double by = median(more.get(one));
            System.out.printf("%s, 50 ms in %s: %s %+.2f ms%n", mode, part, one, by * 1_000);
            all.assertThat(median(off.get(one)))
                    .as("%s with 50 ms in %s of %s, beside the truth: %s", one, part, mode, off)
                    .isCloseTo(0, within(PLANTED / 10));
        }
    }

    /** Returns the planted time as the tasks measured it, in the part where they measure it. */
    private static double planted(JsonNode job, String part, String other) {
        JsonNode tasks = job.at("/output");
        boolean runs = !part.equals("/delay/max");
        return switch (other) {
            case "/ran/max" -> runs ? tasks.at("/busySeconds").asDouble() : 0;
            case "/cpuSeconds" -> part.equals(other) ? tasks.at(other).asDouble() : 0;
            case "/delay/max" -> runs ? 0 : ScriptedTask.lastEncodeNanos / 1e9;
            default -> part.equals(other) ? tasks.at("/waitSeconds").asDouble() : 0;
        };
    }

    private static double seconds(JsonNode job, String part) {
        return job.at("/report" + part).asDouble();
    }

    private static double median(@Nullable List<Double> values) {
        return requireNonNull(values).stream().sorted().toList().get(values.size() / 2);
    }

    /** Runs a job that uses every slot, so that the pool has all its threads and JVMs. */
    private static void startAll(String mode, int slots) throws Exception {
        int had = 0;
        for (int left = STARTS; had < slots; left--) {
            assertThat(left).as("starts of " + mode).isPositive();
            had = run(mode, slots, 10 * slots, "wait 20").at("/report/slots").asInt();
        }
    }

    private static int slots(String mode) {
        return mode.equals("batch") ? 1 : mode.equals("processes") ? CHILDREN : SLOTS;
    }

    private static double all(JsonNode account) {
        return account.at("/running").asDouble()
                + account.at("/handOver").asDouble()
                + account.at("/noneReady").asDouble()
                + account.at("/drained").asDouble();
    }

    private static double readySeconds(JsonNode report) {
        return report.at("/ready/seconds").asDouble();
    }

    private static JsonNode run(String mode, int slots, int repeat, String... scripts)
            throws Exception {
        String id = node.submit(body(mode, slots, repeat, scripts));
        JsonNode job = node.awaitEnd(id);
        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    private static String body(String mode, int slots, int repeat, String... scripts) {
        String list =
                Arrays.stream(scripts)
                        .map("\"%s\""::formatted)
                        .collect(Collectors.joining(", ", "[", "]"));
        return """
        {"workload": {"kind": "scripted", "scripts": %s, "repeat": %d},
         "mode": "%s", "slots": %d}
        """
                .formatted(list, repeat, mode, slots);
    }
}
