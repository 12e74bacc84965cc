package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.store.EarlierStore;

@ResourceLock(WorkerJvms.LOCK)
class CoordinatorNodeIT {
    private static TestingNode node;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        EarlierStore.writeTo(folder.resolve("regatta.db"));
        node =
                new TestingNode(
                        folder,
                        "regatta.modes.pair { style = blocking, executor = thread-pool, max-slots = 2"
                                + " }\n regatta.command.allowed = [/bin/sh]\n my-dispatcher {"
                                + " executor = thread-pool-executor,"
                                + " thread-pool-executor.fixed-pool-size = 3 }\n"
                                + " regatta.modes.own-dispatcher { style = blocking,"
                                + " executor = dispatcher, dispatcher = my-dispatcher,"
                                + " max-slots = 4 }\n"
                                + " broken-dispatcher.executor = no.such.Executor\n"
                                + " regatta.modes.broken { style = blocking,"
                                + " executor = dispatcher, dispatcher = broken-dispatcher,"
                                + " max-slots = 4 }");
    }

    @AfterAll
    static void end() {
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
                "pair",
                "pekko-default",
                "pekko-pinned",
                "pekko-virtual",
                "own-dispatcher"
            })
    void sumsSquaresInEveryModeOfThisMachine(String mode) throws Exception {
        if (mode.equals("processes")) {
            awaitTwoProcesses();
        }
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [100000000, 1000],
                         "tasksPerTarget": 4, "repeat": 5}, "mode": "%s", "slots": 2}
                        """
                                .formatted(mode));

        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(job.at("/output/sums").toString())
                .isEqualTo("[\"333333328333333350000000\",\"332833500\"]");
        assertThat(job.at("/progress/succeeded").asInt()).isEqualTo(40);
        assertThat(job.at("/report/wallSeconds").asDouble()).isPositive();
        assertThat(job.at("/report/slots").asInt()).isEqualTo("batch".equals(mode) ? 1 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "virtual-threads", "async", "processes"})
    void runsAProgramForEachInput(String mode) throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "command", "inputs": ["a.x", ["b", "c"]],
                                      "argv": ["/bin/sh", "-c", "echo $0 $1; echo {#} >&2",
                                               "{.}"]},
                         "mode": "%s"}
                        """
                                .formatted(mode));

        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(job.at("/output/firstLines").toString()).isEqualTo("[\"a\",\"b c\"]");
        JsonNode tasks = node.get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");
        JsonNode second = tasks.at("/items/1/output");
        assertThat(second.at("/exitCode").asInt(-1)).isZero();
        assertThat(second.at("/stdout").asText()).isEqualTo("b c\n");
        assertThat(second.at("/stderr").asText()).isEqualTo("2\n");
        assertThat(second.at("/stdoutCut").asBoolean(true)).isFalse();
    }

    @Test
    void cancelsATaskOnADispatcherThatRunsForLong() throws Exception {
        String id =
                node.submit(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [10000000000000]},
                         "mode": "own-dispatcher"}
                        """);
        node.await("/api/v1/jobs/" + id, job -> job.at("/progress/running").asInt() == 1);

        node.cancel(id);

        node.await(
                "/api/v1/workers",
                workers ->
                        workers.at("/items")
                                .valueStream()
                                .filter(each -> each.at("/pool").asText().equals("own-dispatcher"))
                                .allMatch(each -> each.at("/running").asInt() == 0));
    }

    @Test
    void failsTasksOfADispatcherThatCannotStart() throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [10]},
                         "mode": "broken", "maxAttempts": 1, "retryFor": "PT0S"}
                        """);

        assertThat(job.at("/state").asText()).isEqualTo("FAILED");
        JsonNode tasks = node.get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");
        assertThat(tasks.at("/items/0/failure/message").asText())
                .contains("the dispatcher broken-dispatcher cannot start")
                .contains("no.such.Executor");
    }

    @Test
    void failsATaskWhoseProgramFails() throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "command", "inputs": ["0", "7"],
                                      "argv": ["/bin/sh", "-c", "echo oh no >&2; exit {}"]},
                         "mode": "thread-pool", "maxAttempts": 1}
                        """);

        assertThat(job.at("/state").asText()).isEqualTo("FAILED");
        JsonNode tasks = node.get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");
        assertThat(tasks.at("/items/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(tasks.at("/items/1/failure/message").asText())
                .isEqualTo("sh ended with exit code 7: oh no");
    }

    /** On a busy machine one JVM could do all tasks before the other has joined. */
    private static void awaitTwoProcesses() throws Exception {
        node.scale(2);
        node.await(
                "/api/v1/workers",
                workers ->
                        workers.at("/items")
                                        .valueStream()
                                        .filter(each ->
                                                each.at("/pool").asText().equals("processes"))
                                        .filter(each -> each.at("/state").asText().equals("JOINED"))
                                        .count()
                                == 2);
        node.scale(0);
    }

    @Test
    void listsTheTasksOfAJob() throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [10], "repeat": 3},
                         "mode": "batch"}
                        """);

        JsonNode tasks = node.get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");

        assertThat(tasks.at("/items").size()).isEqualTo(3);
        assertThat(tasks.at("/items/2/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(tasks.at("/items/2/output/sum").asText()).isEqualTo("285");
    }

    @Test
    void endsOnceWhenACancelRacesTheEnd() throws Exception {
        Random random = new Random(2_026);
        for (int i = 0; i < 30; i++) {
            String id = node.sums("thread-pool", 2, 100_000, 1 + random.nextInt(40));
            LockSupport.parkNanos(random.nextInt(5_000_000));
            node.cancel(id);

            JsonNode ended = node.awaitEnd(id);
            assertThat(ended.at("/state").asText()).isIn("SUCCEEDED", "CANCELLED");
            node.cancel(id);
            assertThat(node.job(id)).isEqualTo(ended);
            JsonNode counts = ended.at("/progress");
            if (ended.at("/state").asText().equals("SUCCEEDED")) {
                assertThat(counts.at("/succeeded")).isEqualTo(counts.at("/total"));
            }
        }
    }

    @Test
    void makesOneJobOfASubmissionThatIsRepeatedBecauseItsReplyWasLost() throws Exception {
        String body =
                "{\"workload\": {\"kind\": \"sum-of-squares\", \"targets\": [1]},"
                        + " \"name\": \"lost\", \"mode\": \"batch\"}";
        for (int i = 0; i < 10; i++) {
            node.submitAndHangUp("lost-" + i, body);
            String id = node.submit(body, "lost-" + i);
            assertThat(node.submit(body, "lost-" + i)).isEqualTo(id);
        }
        JsonNode items = node.get("/api/v1/jobs?limit=1000").at("/items");
        assertThat(items.findValuesAsText("name")).filteredOn("lost"::equals).hasSize(10);
    }

    @Test
    void goesOnWithAStoreOfAnEarlierVersion() throws Exception {
        JsonNode succeeded = node.job(EarlierStore.SUCCEEDED);
        assertThat(succeeded.at("/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(succeeded.at("/output/sums").toString())
                .isEqualTo("[\"332833500\",\"2664667000\",\"8995500500\"]");
        assertThat(succeeded.at("/report/wallSeconds").asDouble()).isPositive();
        JsonNode failed = node.get("/api/v1/jobs/" + EarlierStore.FAILED + "/tasks");
        assertThat(failed.findValuesAsText("kind")).containsOnly("refused-address").hasSize(2);
        assertThat(node.job(EarlierStore.CANCELLED).at("/state").asText()).isEqualTo("CANCELLED");
        JsonNode waiting = node.job(EarlierStore.WAITING);
        assertThat(waiting.at("/state").asText()).isEqualTo("QUEUED");
        assertThat(waiting.at("/progress/total").asInt()).isEqualTo(2);
        JsonNode comparison = node.get("/api/v1/comparisons/" + EarlierStore.COMPARISON);
        assertThat(comparison.at("/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(comparison.at("/rounds").size()).isEqualTo(8);
        assertThat(node.get("/api/v1/comparisons/" + EarlierStore.COMPARISON + "/report"))
                .isNotEmpty();
    }

    private static JsonNode finish(String body) throws Exception {
        return node.awaitEnd(node.submit(body));
    }
}
