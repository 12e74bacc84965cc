package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.comparison.plan.ComparisonId;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.http.TestingApi.Answer;

class ComparisonRoutesTest {
    private static final String COMPARISONS = "/api/v1/comparisons";
    private static final String TWO =
            "{\"workload\": {\"kind\": \"testing\", \"targets\": [1, 2]}, \"rounds\": 2}";
    private TestingApi api;

    @BeforeEach
    void start() {
        api = new TestingApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void acceptsAComparisonAndSaysWhereItIs() {
        Answer answer = api.post(COMPARISONS, TWO);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        JsonNode comparison = answer.json();
        String id = comparison.get("id").textValue();
        assertThat(answer.header("Location")).isEqualTo(COMPARISONS + "/" + id);
        assertThat(comparison.get("state").textValue()).isEqualTo("QUEUED");
        assertThat(comparison.at("/progress/total").intValue()).isEqualTo(3);
        assertThat(comparison.get("arms").findValuesAsText("label")).containsExactly("batch");
        Answer again = api.get(answer.header("Location"));
        assertThat(again.json()).isEqualTo(comparison);
        assertThat(
                        api.get(answer.header("Location"), "If-None-Match", again.header("ETag"))
                                .status())
                .isEqualTo(304);
        assertThat(api.get(answer.header("Location") + "?wait=PT0.05S").status()).isEqualTo(200);
    }

    @Test
    void comparesAModeOfNodesWhereOneHasJoined() {
        api.coordinator.workers.put(
                "n",
                new WorkerView(
                        "n", "cluster", WorkerView.State.JOINED, 2, 0, 0, "127.0.0.1:1", null));
        assertThat(api.post(COMPARISONS, TWO).json().get("arms").findValuesAsText("mode"))
                .containsExactly("batch", "cluster");
    }

    @Test
    void refusesNodesOfSeveralMachinesWhereTasksShareWhatIsOnOne() {
        for (String host : List.of("10.0.0.1", "10.0.0.2")) {
            api.coordinator.workers.put(
                    host,
                    new WorkerView(
                            host,
                            "cluster",
                            WorkerView.State.JOINED,
                            2,
                            0,
                            0,
                            host + ":7355",
                            null));
        }
        String shared = "{\"workload\": {\"kind\": \"shared-counter\", \"discipline\": \"%s\"}}";

        Answer locked = api.post(COMPARISONS, shared.formatted("file-lock"));
        Answer parted = api.post(COMPARISONS, shared.formatted("partitioned"));

        assertThat(locked.status()).as(locked.text()).isEqualTo(422);
        assertThat(locked.text()).contains("/modes", "10.0.0.1, 10.0.0.2");
        assertThat(parted.status()).as(parted.text()).isEqualTo(202);
    }

    @Test
    void multipliesArmsByWhatVaries() {
        Answer answer =
                api.post(
                        COMPARISONS,
                        """
                        {"workload": {"kind": "testing", "targets": [1]}, "modes": ["cluster"],
                         "slots": [1, 2], "vary": {"word": ["a", "b"], "priority": [1]}, "seed": 5}
                        """);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().get("arms").findValuesAsText("label"))
                .containsExactly(
                        "cluster slots=1 word=a priority=1",
                        "cluster slots=1 word=b priority=1",
                        "cluster slots=2 word=a priority=1",
                        "cluster slots=2 word=b priority=1");
    }

    @Test
    void variesFieldsOfEveryType() {
        Answer answer =
                api.post(
                        COMPARISONS,
                        """
                        {"workload": {"kind": "dice", "rolls": [1]}, "modes": ["cluster"],
                         "vary": {"rolls": [5, [1, 2]], "sides": ["6"], "pause": ["PT1S"],
                                  "loaded": ["no"], "seed": [7]}}
                        """);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().get("title").asText()).isEqualTo("Dice: 1 × d6");
        assertThat(answer.json().get("arms").findValuesAsText("label"))
                .containsExactly(
                        "cluster rolls=5 sides=6 pause=PT1S loaded=no seed=7",
                        "cluster rolls=[1,2] sides=6 pause=PT1S loaded=no seed=7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/workload             | {}",
                "/workload/kind        | {'workload': {'kind': 'nothing'}}",
                "/workload/targets/0   | {'workload': {'kind': 'testing', 'targets': ['x']}}",
                "/mode                 | {'workload': {'kind': 'testing', 'targets': [1]}, 'mode': 'batch'}",
                "/modes/1              | {'workload': {'kind': 'testing', 'targets': [1]}, 'modes': ['batch', 'warp']}",
                "/modes                | {'workload': {'kind': 'testing', 'targets': [1]}, 'modes': []}",
                "/modes                | {'workload': {'kind': 'testing', 'targets': [1]}, 'modes': 'batch'}",
                "/slots                | {'workload': {'kind': 'testing', 'targets': [1]}, 'slots': 0}",
                "/slots/0              | {'workload': {'kind': 'testing', 'targets': [1]}, 'slots': [0]}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': 0}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': 1001}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': [5, 3]}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': [1, 2, 3, 4]}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': [5, 5]}",
                "/rounds               | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': [2, 9]}",
                "/rounds/1             | {'workload': {'kind': 'testing', 'targets': [1]}, 'rounds': [5, 0]}",
                "/seed                 | {'workload': {'kind': 'testing', 'targets': [1]}, 'seed': 'x'}",
                "/budget               | {'workload': {'kind': 'testing', 'targets': [1]}, 'budget': '3'}",
                "/vary                 | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': []}",
                "/vary/mode            | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'mode': ['a']}}",
                "/vary/word            | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'word': []}}",
                "/vary/colour          | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'colour': ['red']}}",
                "/vary/repeat          | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'repeat': [1, 13]}}",
                "/vary/targets.x       | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'targets.x': [1]}}",
                "/vary/kind.x          | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'kind.x': [1], 'word': ['a']}}",
                "/vary/repeat          | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'repeat': ['']}}",
                "/vary/repeat          | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'repeat': [1, ' ']}}",
                "/vary/word            | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'word': [['a']]}}",
                "/vary/targets         | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'targets': [[1001]]}}",
                "/vary/word            | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'word': [{'a': 1}]}}",
                "/vary/word            | {'workload': {'kind': 'testing', 'targets': [1]}, 'vary': {'word': [' [1]']}}",
                "/priority             | {'workload': {'kind': 'testing', 'targets': [1]}, 'priority': 11}",
                "/maxAttempts          | {'workload': {'kind': 'shared-counter'}, 'maxAttempts': 2}",
                "/maxAttempts          | {'workload': {'kind': 'shared-counter'}, 'vary': {'maxAttempts': [1, 3]}}",
                "/vary/discipline      | {'workload': {'kind': 'shared-counter'}, 'vary': {'discipline': ['hope']}}",
                "/workload/rate        | {'workload': {'kind': 'handlers', 'rate': 6000, 'wait': 'PT0.1S'}}",
            })
    void namesTheFieldThatIsWrong(String pointer, String body) {
        Answer answer = api.post(COMPARISONS, body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .as(answer.text())
                .contains(pointer);
        assertThat(api.get(COMPARISONS).json().get("items")).isEmpty();
    }

    @Test
    void refusesMoreArmsThanAnyoneReads() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            values.add(String.valueOf(i));
        }
        Answer answer =
                api.post(
                        COMPARISONS,
                        TWO.replace(
                                "\"rounds\": 2",
                                "\"vary\": {\"word\": [\"%s\"]}"
                                        .formatted(String.join("\",\"", values))));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("more than 200 arms");
    }

    @Test
    void knowsARepeatedSubmission() {
        Answer first = api.post(COMPARISONS, TWO, "Idempotency-Key", "k");
        Answer same = api.post(COMPARISONS, TWO, "Idempotency-Key", "k");
        assertThat(same.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(api.post(COMPARISONS, TWO.replace("2}", "3}"), "Idempotency-Key", "k").status())
                .isEqualTo(422);
    }

    @Test
    void listsTheNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(api.post(COMPARISONS, TWO).json().get("id").textValue());
        }
        JsonNode first = api.get(COMPARISONS + "?limit=2").json();
        assertThat(first.get("items").findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
        assertThat(first.at("/items/0/workload/targetsCount").intValue()).isEqualTo(2);
        assertThat(first.at("/items/0/workload/targets")).hasSize(2);
        JsonNode rest =
                api.get(COMPARISONS + "?limit=2&cursor=" + first.get("next").textValue()).json();
        assertThat(rest.get("items").findValuesAsText("id")).isEqualTo(ids.subList(2, 3));
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(api.get(COMPARISONS + "?state=running").json().get("items")).isEmpty();
        assertThat(api.get(COMPARISONS + "?state=odd").status()).isEqualTo(400);
    }

    @Test
    void cancelsAComparisonThatWaits() {
        String path = api.post(COMPARISONS, TWO).header("Location");
        Answer cancelled = api.post(path + "/cancel", "");
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().get("state").textValue()).isEqualTo("CANCELLED");
        assertThat(api.post(path + "/cancel", "").json().get("state").textValue())
                .isEqualTo("CANCELLED");
        assertThat(api.get(path + "/events").text()).startsWith("event: ended\nid: 0\n");
        Answer report = api.get(path + "/report");
        assertThat(report.status()).isEqualTo(409);
        assertThat(report.text()).contains("CANCELLED");
    }

    @Test
    void hasNoReportBeforeItsEnd() {
        String path = api.post(COMPARISONS, TWO).header("Location");
        assertThat(api.get(path + "/report").status()).isEqualTo(409);
        assertThat(api.get(path + "/verdict").status()).isEqualTo(409);
        assertThat(api.get(path + "/report", "Accept", "image/png").status()).isEqualTo(406);
    }

    @Test
    void knowsOnlyItsComparisons() {
        for (String path : List.of("/none", "/none/report", "/none/verdict", "/none/events")) {
            assertThat(api.get(COMPARISONS + path).status()).as(path).isEqualTo(404);
        }
        assertThat(api.post(COMPARISONS + "/none/cancel", "").status()).isEqualTo(404);
    }

    @Test
    void takesNoMoreThanTheLimitButKnowsWhatCameBefore() {
        Answer first = api.post(COMPARISONS, TWO, "Idempotency-Key", "k");
        for (int i = 1; i < 20; i++) {
            assertThat(api.post(COMPARISONS, TWO).status()).isEqualTo(202);
        }
        Answer full = api.post(COMPARISONS, TWO, "Idempotency-Key", "new");
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.header("Retry-After")).isEqualTo("1");
        assertThat(api.post(COMPARISONS, TWO, "Idempotency-Key", "k").json().get("id"))
                .isEqualTo(first.json().get("id"));
        assertThat(api.post(first.header("Location") + "/cancel", "").status()).isEqualTo(202);
        assertThat(api.post(COMPARISONS, TWO).status()).isEqualTo(202);
    }

    @Test
    void takesNoMoreBytesThanTheLimit() {
        String large = targets(TestingApi.MOST_BYTES * 3 / 4);
        Answer first = api.post(COMPARISONS, large);
        assertThat(first.status()).isEqualTo(202);
        Answer full = api.post(COMPARISONS, large);
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.text()).contains("max-queued-bytes");
        api.post(first.header("Location") + "/cancel", "");
        assertThat(api.post(COMPARISONS, large).status()).isEqualTo(202);
    }

    @Test
    void sharesAWorkloadAmongArmsThatChangeNothingInIt() {
        String body =
                TWO.replace(
                        "\"rounds\": 2",
                        "\"slots\": [1, 2], \"modes\": [\"cluster\"],"
                                + " \"vary\": {\"priority\": [1, 2], \"word\": [\"a\", \"b\"]}");
        String id = api.post(COMPARISONS, body).json().get("id").textValue();
        List<JobSpec> jobs =
                api.comparisons
                        .find(new ComparisonId(id))
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .spec()
                        .jobs();
        Set<Record> workloads = Collections.newSetFromMap(new IdentityHashMap<>());
        jobs.forEach(job -> workloads.add(job.workload()));
        assertThat(jobs).hasSize(8);
        assertThat(jobs).extracting(JobSpec::priority).containsOnly(1, 2);
        assertThat(workloads).hasSize(2);
    }

    @Test
    void boundsWhatTheWorkloadsOfAllArmsHave() {
        try (TestingApi small = new TestingApi("regatta.http.max-job-body = 1000")) {
            String body =
                    targets(600).replaceFirst("}$", ", \"vary\": {\"word\": [\"a\", \"b\"]}}");
            Answer answer = small.post(COMPARISONS, body);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                    .containsExactly("/vary");
            assertThat(small.post(COMPARISONS, targets(600)).status()).isEqualTo(202);
        }
    }

    private static String targets(long bytes) {
        return "{\"workload\": {\"kind\": \"testing\", \"targets\": [%s1]}}"
                .formatted("1,".repeat((int) bytes / 2));
    }
}
