package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.placement.LocalNodes;

/**
 * Where the time of real jobs went, in every mode, against what their tasks measured themselves.
 *
 * <p>What a task really did is compared, not what its script says: on a busy machine a wait of 50
 * ms may take 60. A round that others disturbed is run again.
 */
@EnabledIfSystemProperty(
        named = "regatta.accounts",
        matches = ".+",
        disabledReason =
                "it measures times, for which the machine has to be quiet: -Dregatta.accounts=true")
@Timeout(300)
@ResourceLock(WorkerJvms.LOCK)
class TimeAccountIT {
    private static final int SLOTS = 4;
    private static final int CHILDREN = 2;
    private static final int TRIES = 5;
    private static final int STARTS = 100;
    private static final double PLANTED = 0.05;

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
    void addsUpToSlotsTimesAnIndependentlyTimedWindow(String mode) throws Exception {
        int slots = mode.equals("batch") ? 1 : mode.equals("processes") ? CHILDREN : SLOTS;
        startAll(mode, slots);
        int repeat = 15 * slots;
        untilUndisturbed(() -> {
            JsonNode job = run(mode, SLOTS, repeat, "wait 60", "cpu 5", "wait 90", "fail 0 wait 7");
            JsonNode report = job.at("/report");
            JsonNode output = job.at("/output");
            JsonNode account = report.at("/slotAccount");
            double running = account.at("/running").asDouble();
            double all =
                    running + account.at("/starved").asDouble() + account.at("/drained").asDouble();
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
    void findsAPlantedFiftiethPartOfASecondWhereItWasPlanted(String mode) throws Exception {
        startAll(mode, 1);
        untilUndisturbed(() -> {
            SoftAssertions all = new SoftAssertions();
            JsonNode queued = run(mode, 1, 1, "wait 50", "");
            check(all, queued, "/queued/max", waited(queued));

            // Of such short tasks many are sent ahead, and then wait behind the long one.
            String[] behind = new String[400];
            Arrays.fill(behind, "");
            behind[200] = "wait 50";
            JsonNode waiting = run(mode, 1, 1, behind);
            check(all, waiting, "/waited/max", waited(waiting));

            JsonNode computing = run(mode, 1, 1, "cpu 50");
            double cpu = computing.at("/output/cpuSeconds").asDouble();
            check(all, computing, "/cpuSeconds", cpu);

            JsonNode blocked = run(mode, 1, 1, "wait 50");
            check(all, blocked, "/ran/max", waited(blocked));
            all.assertThat(blocked.at("/report/cpuSeconds").asDouble())
                    .as("CPU while blocked: " + blocked)
                    .isBetween(0.0, PLANTED / 10);

            JsonNode overhead = run(mode, 1, 1, "encode 50");
            check(all, overhead, "/overhead/max", ScriptedTask.lastEncodeNanos / 1e9);
            all.assertAll();
        });
    }

    /** The part has what was planted within 10 %, and no part where it does not belong has it. */
    private static void check(SoftAssertions all, JsonNode job, String part, double planted) {
        JsonNode report = job.at("/report");
        all.assertThat(planted).isGreaterThanOrEqualTo(PLANTED * 0.99);
        all.assertThat(report.at(part).asDouble())
                .as(part + " of " + job)
                .isCloseTo(planted, within(PLANTED / 10));
        List<String> others = List.of("/queued/max", "/waited/max", "/overhead/max");
        for (String other : others) {
            if (!other.equals(part) && !(part.equals("/waited/max") && other.contains("queued"))) {
                all.assertThat(report.at(other).asDouble())
                        .as(other + " of " + job)
                        .isLessThan(PLANTED / 2);
            }
        }
    }

    /** A pool has its threads and its JVMs when a job has had them all. */
    private static void startAll(String mode, int slots) throws Exception {
        int had = 0;
        for (int left = STARTS; had < slots; left--) {
            assertThat(left).as("starts of " + mode).isPositive();
            had = run(mode, slots, 10 * slots, "wait 20").at("/report/slots").asInt();
        }
    }

    private static double waited(JsonNode job) {
        return job.at("/output/waitSeconds").asDouble();
    }

    private static JsonNode run(String mode, int slots, int repeat, String... scripts)
            throws Exception {
        String list =
                Arrays.stream(scripts)
                        .map("\"%s\""::formatted)
                        .collect(Collectors.joining(", ", "[", "]"));
        String body =
                """
                {"workload": {"kind": "scripted", "scripts": %s, "repeat": %d},
                 "mode": "%s", "slots": %d}
                """
                        .formatted(list, repeat, mode, slots);
        String id = node.submit(body);
        JsonNode job = node.awaitEnd(id);
        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    /** A check that may be made again. */
    private interface Check {
        void run() throws Exception;
    }

    private static void untilUndisturbed(Check check) throws Exception {
        for (int left = TRIES - 1; ; left--) {
            try {
                check.run();
                return;
            } catch (AssertionError disturbed) {
                if (left == 0) {
                    throw disturbed;
                }
                System.err.println("again: " + disturbed.getMessage());
            }
        }
    }
}
