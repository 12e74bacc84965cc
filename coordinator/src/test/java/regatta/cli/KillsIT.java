package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the coordinator, worker nodes and child JVMs with {@code kill -9} at random instants, under
 * a load of small jobs, and then sends a signal. {@code -Dregatta.restart.kills=N} kills the
 * coordinator more often, {@code -Dregatta.restart.seed=S} repeats a run.
 */
class KillsIT {
    private static final int KILLS = Integer.getInteger("regatta.restart.kills", 1);
    private static final long SEED = Long.getLong("regatta.restart.seed", System.nanoTime());

    /**
     * The time for unended jobs after the last kill or signal: a start, the nodes' return, a lease
     * and the work.
     */
    private static final int SECONDS_TO_END = 120;

    private static final String[] SETTINGS = {
        "--set", "regatta.coordinator.rejoin=1s", "--set", "regatta.coordinator.lease=3s"
    };

    @TempDir Path folder;
    private TestingNode nodes;
    private final Random random = new Random(SEED);
    private final List<Process> workers = new ArrayList<>();
    private final List<Double> readySeconds = new ArrayList<>();
    private final List<Double> resumeSeconds = Collections.synchronizedList(new ArrayList<>());
    private volatile long resumingSince;
    private int workersKilled;
    private int childrenKilled;

    @BeforeEach
    void prepare() throws IOException {
        nodes = new TestingNode(folder);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void everyAcceptedJobEndsRightAfterAnyKillOrSignal() throws Exception {
        Process coordinator = nodes.startCoordinator(List.of(), SETTINGS);
        workers.add(nodes.startWorker("--slots", "1"));
        workers.add(nodes.startWorker("--slots", "1"));
        TestingLoad load = TestingLoad.start(nodes, new Random(SEED + 1), this::onEnd);
        for (int kill = 0; kill < KILLS; kill++) {
            goOn(load);
            killAWorker(coordinator);
            goOn(load);
            TestingNode.kill(coordinator);
            if (kill % 10 == 9) {
                assertThat(nodes.regatta("store", "check")).as("kill %d", kill).isEqualTo(Exit.OK);
            }
            coordinator = restart(load);
        }
        signal(coordinator, load);
        coordinator = restart(load);
        long last = System.nanoTime();
        List<TestingLoad.Accepted> accepted = load.stop(SECONDS_TO_END);
        double toEnd = (System.nanoTime() - last) / 1e9;

        String summary = verify(accepted);
        coordinator.destroy();
        assertThat(coordinator.waitFor()).isZero();
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
        System.out.printf(
                "seed %d: killed %d coordinators, %d worker nodes, %d children; %s,"
                        + " %d submissions repeated; seconds from start to ready %s,"
                        + " from start to the next end of a job %s, from the last start to the"
                        + " last end %.1f%n",
                SEED,
                KILLS,
                workersKilled,
                childrenKilled,
                summary,
                load.repeats(),
                spread(readySeconds),
                spread(resumeSeconds),
                toEnd);
    }

    /**
     * Sends a signal in the middle of a burst: the coordinator ends properly and has kept what it
     * accepted.
     */
    private void signal(Process coordinator, TestingLoad load) throws Exception {
        load.goOnForAccepted(20);
        coordinator.destroy();
        assertThat(coordinator.waitFor()).isZero();
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    /** Waits until a random instant, or for a random number of events. */
    private void goOn(TestingLoad load) throws Exception {
        if (random.nextBoolean()) {
            load.goOnForEnds(random.nextInt(60));
        }
        load.goOnFor(random.nextInt(500));
    }

    /** Kills one in four coordinators while it starts. */
    private Process restart(TestingLoad load) throws Exception {
        Process coordinator = nodes.launchCoordinator(List.of(), SETTINGS);
        if (random.nextInt(4) == 0) {
            assertThat(coordinator.waitFor(random.nextInt(3_000), TimeUnit.MILLISECONDS))
                    .as(nodes.lastErrors())
                    .isFalse();
            TestingNode.kill(coordinator);
            coordinator = nodes.launchCoordinator(List.of(), SETTINGS);
        }
        long start = System.nanoTime();
        resumingSince = start;
        nodes.awaitReady(coordinator);
        readySeconds.add((System.nanoTime() - start) / 1e9);
        load.goOnFor(random.nextInt(500));
        return coordinator;
    }

    private void killAWorker(Process coordinator) throws Exception {
        switch (random.nextInt(3)) {
            case 0 -> {
                TestingNode.kill(workers.remove(random.nextInt(workers.size())));
                workers.add(nodes.startWorker("--slots", "1"));
                workersKilled++;
            }
            case 1 -> {
                List<ProcessHandle> children = coordinator.children().toList();
                if (!children.isEmpty()) {
                    ProcessHandle child = children.get(random.nextInt(children.size()));
                    childrenKilled += child.destroyForcibly() ? 1 : 0;
                }
            }
            default -> {}
        }
    }

    private void onEnd(long at) {
        long since = resumingSince;
        if (since != 0) {
            resumingSince = 0;
            resumeSeconds.add((at - since) / 1e9);
        }
    }

    /** Compares the client's log with the store in both directions. */
    private String verify(List<TestingLoad.Accepted> accepted) throws Exception {
        Map<String, JsonNode> stored = stored();
        assertThat(stored).as("of seed %d", SEED).hasSameSizeAs(accepted);
        int attempts = 0;
        int repeated = 0;
        for (TestingLoad.Accepted job : accepted) {
            String as = "%s %s of seed %d".formatted(job.key(), job.body(), SEED);
            JsonNode found = stored.get(job.id());
            assertThat(found).as(as).isNotNull();
            assertThat(found.at("/state").asText()).as(as + found).isEqualTo("SUCCEEDED");
            assertThat(found.at("/output/sums/0").asText()).as(as).isEqualTo(job.sum());
            attempts += found.at("/report/attempts").asInt();
            repeated += found.at("/report/repeatedAttempts").asInt();
        }
        for (TestingLoad.Accepted job : accepted.subList(0, Math.min(100, accepted.size()))) {
            // The store knows the key as long as it has the job.
            assertThat(nodes.submit(job.key(), job.body()).json().at("/id").asText())
                    .isEqualTo(job.id());
        }
        return "%d jobs, %d attempts, %d of them repeated"
                .formatted(accepted.size(), attempts, repeated);
    }

    private Map<String, JsonNode> stored() throws Exception {
        Map<String, JsonNode> found = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = nodes.get("/api/v1/jobs?limit=500" + cursor).json();
            page.at("/items").forEach(job -> found.put(job.at("/id").asText(), job));
            cursor = page.at("/next").isNull() ? "" : "&cursor=" + page.at("/next").asText();
        } while (!cursor.isEmpty());
        return found;
    }

    private static String spread(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : "p50 %.1f max %.1f".formatted(sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
