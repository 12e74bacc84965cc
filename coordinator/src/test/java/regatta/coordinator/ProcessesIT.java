package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests how jobs share worker JVMs, and the cost of a killed worker JVM. */
@ResourceLock(WorkerJvms.LOCK)
class ProcessesIT {
    private static final String ONE = "regatta.modes.processes.max-slots = 1";
    private static final String THREE = "regatta.modes.processes.max-slots = 3";

    /** Takes about 10 s in the scalar kernel, which a test's children use. */
    private static final long LONG = 20_000_000_000L;

    private static final long MILLISECOND = 2_000_000;

    @TempDir Path folder;

    @Test
    void givesOneSlotToAModestJobAndTheRestToAnother() throws Exception {
        try (TestingNode node = new TestingNode(folder, THREE)) {
            node.scale(3);
            node.await("/api/v1/workers", workers -> joined(workers).count() == 3);
            String modest = node.sums("processes", 1, 200 * MILLISECOND, 60);
            String greedy = node.sums("processes", 64, 200 * MILLISECOND, 240);
            JsonNode first = node.awaitEnd(modest).at("/report");
            JsonNode second = node.awaitEnd(greedy).at("/report");
            assertThat(first.at("/slots").asInt()).isEqualTo(1);
            // The job has all three slots while it is alone, at its begin or end.
            assertThat(second.at("/slots").asInt()).isBetween(2, 3);
            assertThat(first.at("/slotAccount/handOver").asDouble())
                    .as(first.toString())
                    .isLessThan(first.at("/wallSeconds").asDouble() * 3 / 4);
        }
    }

    @Test
    void sharesOneSlotBetweenTasksOfTenSecondsAndOfOneMillisecond() throws Exception {
        try (TestingNode node = new TestingNode(folder, ONE)) {
            String slow = node.sums("processes", 1, LONG, 100);
            String quick = node.sums("processes", 1, MILLISECOND, 1_000_000);
            node.awaitJob(slow, job -> succeeded(job) >= 2);
            node.cancel(quick);
            node.cancel(slow);
            // Rates would show it, too, but only on an otherwise idle machine.
            double quickSeconds = runningSeconds(node.awaitEnd(quick));
            double share = quickSeconds / (quickSeconds + runningSeconds(node.awaitEnd(slow)));

            assertThat(share).isBetween(0.15, 0.7);
        }
    }

    @Test
    void rerunsTheTasksOfAKilledChildInAnotherChild() throws Exception {
        try (TestingNode node = new TestingNode(folder, "regatta.modes.processes.max-slots = 2")) {
            String id = node.sums("processes", 2, 100 * MILLISECOND, 150);
            // Kill a worker only when both have run a task: the job would not notice the loss of an
            // idle one.
            while (workers(node, id).size() < 2) {
                int now = succeeded(node.job(id));
                node.awaitJob(id, job -> succeeded(job) > now);
            }
            List<ProcessHandle> before = WorkerJvms.running();
            assertThat(before).hasSize(2);

            assertThat(before.getFirst().destroyForcibly()).isTrue();
            JsonNode job = node.awaitEnd(id);

            assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
            assertThat(job.at("/output/sums/0").asText()).isEqualTo("2666666646666666700000000");
            assertThat(job.at("/report/repeatedAttempts").asInt()).isPositive();
            node.await("/api/v1/workers", workers -> joined(workers).count() == 2);
            assertThat(WorkerJvms.running()).hasSize(2).isNotEqualTo(before);
            JsonNode next = node.awaitEnd(node.sums("processes", 2, 100 * MILLISECOND, 40));
            assertThat(next.at("/report/workers").size()).isEqualTo(2);
        }
    }

    /** Which of two JVMs overtakes the other is chance: a lock that is none is tried often. */
    @Test
    void childrenShareACounterWhichAThreadsLockDoesNotGuard() throws Exception {
        String settings =
                """
                regatta.modes.processes.max-slots = 2
                regatta.shared-counter.directory = "%s"
                """
                        .formatted(folder.resolve("counters"));
        try (TestingNode node = new TestingNode(folder, settings)) {
            node.scale(2);
            node.await("/api/v1/workers", workers -> joined(workers).count() == 2);
            JsonNode right = count(node, "file-lock", 2_000);
            assertThat(right.at("/output/counted").asLong()).isEqualTo(4_000);
            assertThat(right.at("/output/jvms").asInt()).isEqualTo(2);
            assertThat(count(node, "atomic", 2_000).at("/output/lost").asLong()).isZero();

            long lost = 0;
            for (int tried = 0; tried < 20 && lost == 0; tried++) {
                lost = count(node, "synchronized", 50_000).at("/output/lost").asLong();
            }

            assertThat(lost).isPositive();
            node.await("/api/v1/jobs", _ -> isEmpty(folder.resolve("counters")));
        }
    }

    private static JsonNode count(TestingNode node, String discipline, int increments)
            throws Exception {
        String body =
                """
                {"workload": {"kind": "shared-counter", "tasks": 2, "increments": %d,
                 "discipline": "%s", "apart": "PT0.000001S"}, "mode": "processes", "slots": 2}
                """
                        .formatted(increments, discipline);
        JsonNode job = node.awaitEnd(node.submit(body));
        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The workers that settled the first hundred tasks. */
    private static Set<String> workers(TestingNode node, String id) throws Exception {
        JsonNode tasks = node.get("/api/v1/jobs/" + id + "/tasks?state=SUCCEEDED").at("/items");
        return Set.copyOf(tasks.findValuesAsText("worker"));
    }

    private static Stream<JsonNode> joined(JsonNode workers) {
        return StreamSupport.stream(workers.at("/items").spliterator(), false)
                .filter(worker -> worker.at("/pool").asText().equals("processes"))
                .filter(worker -> worker.at("/state").asText().equals("JOINED"));
    }

    private static double runningSeconds(JsonNode job) {
        return job.at("/report/slotAccount/running").asDouble();
    }

    private static int succeeded(JsonNode job) {
        return job.at("/progress/succeeded").asInt();
    }
}
