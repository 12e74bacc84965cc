package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.protocol.NodeInfo;

class RoutesTest {
    private static final NodeInfo NODE =
            new NodeInfo(1, 2, "A CPU", "Linux", "25", List.of("-Dpassword=x"), "0.1.0", 0.5, 0);

    private static final String JOBS = "/api/v1/jobs";
    private static TestingApi api;

    @BeforeAll
    static void start() {
        api = new TestingApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void forget() {
        api.coordinator.jobs.clear();
        api.coordinator.workers.clear();
    }

    private static JobView job(int targets) {
        TestingWorkload.Spec workload =
                new TestingWorkload.Spec(Collections.nCopies(targets, BigInteger.TEN), null, null);
        return api.coordinator.add(
                new JobSpec("testing", workload, "some", null, null, 3, null, 0));
    }

    private static String path(JobView job) {
        return JOBS + "/" + job.id();
    }

    @Test
    void servesThePageAndItsFilesWithoutAnythingFromElsewhere() {
        Answer page = api.get("/");

        assertThat(page.mediaType()).isEqualTo("text/html");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self';");
        Matcher files = Pattern.compile("(?:href|src)=\"(/page/[^\"]+)\"").matcher(page.text());
        assertThat(files.results().map(file -> file.group(1)).toList())
                .hasSize(3)
                .allSatisfy(file -> assertThat(api.get(file).status()).isEqualTo(200));
        assertThat(api.get("/page/../openapi.json").status()).isEqualTo(404);
        assertThat(api.get("/page/other.js").status()).isEqualTo(404);
    }

    @Test
    void showsAJobThatEnded() {
        JobView job = job(1);
        api.coordinator.succeed(
                job.id(), new TestingWorkload.Echo(List.of("333333328333333350000000")));

        JsonNode shown = api.get(path(job)).json();

        assertThat(shown.get("state").textValue()).isEqualTo("SUCCEEDED");
        assertThat(shown.get("submittedAt").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(shown.get("endedAt").textValue()).isEqualTo("2026-01-02T03:04:06.500Z");
        assertThat(shown.get("progress").toString())
                .isEqualTo("{\"total\":4,\"succeeded\":4,\"failed\":0,\"running\":0}");
        assertThat(shown.get("output").toString())
                .isEqualTo("{\"sums\":[\"333333328333333350000000\"]}");
        assertThat(shown.get("report").get("wallSeconds").doubleValue()).isEqualTo(1.25);
        assertThat(shown.get("failure").isNull()).isTrue();
    }

    @Test
    void showsLongListsAsTheirCountAndTheirFirstTen() {
        JsonNode whole = api.get(path(job(1_000))).json().get("workload");
        JsonNode cut = api.get(path(job(1_001))).json().get("workload");
        JsonNode listed = api.get(JOBS).json().get("items").get(0).get("workload");

        assertThat(whole.get("targets")).hasSize(1_000);
        assertThat(whole.has("targetsCount")).isFalse();
        assertThat(cut.get("targets")).hasSize(10);
        assertThat(cut.get("targetsCount").intValue()).isEqualTo(1_001);
        assertThat(listed.get("targets")).hasSize(10);
    }

    @Test
    void showsTheNumberOfEveryListInLists() {
        JobView job = job(1);
        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1", "4")));

        JsonNode listed = api.get(JOBS).json().get("items").get(0);

        assertThat(listed.get("workload").get("targets")).hasSize(1);
        assertThat(listed.get("workload").get("targetsCount").intValue()).isOne();
        assertThat(listed.get("output").toString())
                .isEqualTo("{\"sums\":[\"1\",\"4\"],\"sumsCount\":2}");
        assertThat(listed.get("report").has("workersCount")).isFalse();
    }

    @Test
    void streamsEveryEntryOfASpecAndAnOutput() {
        JobView job = job(2_500);
        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1", "4")));

        Answer spec = api.get(path(job) + "/spec");
        Answer output = api.get(path(job) + "/output");

        assertThat(spec.mediaType()).isEqualTo("application/x-ndjson");
        assertThat(spec.text().lines()).hasSize(2_500).allMatch("10"::equals);
        assertThat(output.text()).isEqualTo("\"1\"\n\"4\"\n");
    }

    @Test
    void sharesAJobAmongItsReadersAndTakesNoneTooMany() {
        String one = path(job(2_500)) + "/spec";
        String two = path(job(2_500)) + "/spec";
        String three = path(job(1)) + "/spec";
        CompletableFuture<Object> goOn = new CompletableFuture<>();

        assertThat(api.stalled(one, goOn).status()).isEqualTo(200);
        assertThat(api.stalled(two, goOn).status()).isEqualTo(200);
        assertThat(api.get(three).text()).contains("2 jobs");
        for (int i = 2; i < 8; i++) {
            assertThat(api.stalled(one, goOn).status()).isEqualTo(200);
        }
        Answer refused = api.get(one);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.text()).contains("8 streams");
        goOn.complete(true);
        api.awaitStatus(three, 200);
        for (int i = 0; i < 10; i++) {
            assertThat(api.get(path(job(1)) + "/output").status()).isEqualTo(409);
        }
    }

    @Test
    void answersNotModifiedToWhoKnowsTheJob() {
        JobView job = job(1);
        String tag = api.get(path(job)).header("ETag");

        assertThat(api.get(path(job), "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(api.get(path(job), "If-None-Match", "\"x\", W/" + tag).status()).isEqualTo(304);
        api.coordinator.progress(job.id(), 1);
        Answer changed = api.get(path(job), "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        api.coordinator.waits(job.id(), "a worker");
        Answer waits = api.get(path(job), "If-None-Match", changed.header("ETag"));
        assertThat(waits.status()).isEqualTo(200);
        api.coordinator.waits(job.id(), "another");
        assertThat(api.get(path(job), "If-None-Match", waits.header("ETag")).status())
                .isEqualTo(200);
    }

    @Test
    void saysThatNothingOfAJobRunsAnyMoreThoughNothingWasSettled() throws Exception {
        JobView job = job(1);
        api.coordinator.progress(job.id(), 0);
        HttpRequest events =
                HttpRequest.GET(path(job) + "/events")
                        .addHeader(RawHeader.create("Host", "localhost:8080"));

        List<String> seen =
                api.router
                        .apply(events)
                        .thenCompose(response ->
                                response.entity()
                                        .getDataBytes()
                                        .map(ByteString::utf8String)
                                        .wireTap(event -> goOn(job, event))
                                        .runWith(Sink.seq(), api.kit.system()))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);

        assertThat(seen).hasSize(3);
        assertThat(seen.get(1)).startsWith("event: progress").contains("\"running\":0");
        assertThat(seen.get(2)).startsWith("event: ended");
    }

    private static void goOn(JobView job, String event) {
        if (event.contains("\"running\":1")) {
            api.coordinator.waits(job.id(), "a worker");
        } else if (event.contains("a worker")) {
            api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1")));
        }
    }

    @Test
    void waitsUntilAJobEnds() throws Exception {
        JobView job = job(1);
        Thread end =
                Thread.ofPlatform()
                        .start(() ->
                                api.coordinator.succeed(
                                        job.id(), new TestingWorkload.Echo(List.of("1"))));

        JsonNode shown = api.get(path(job) + "?wait=PT20S").json();

        end.join();
        assertThat(shown.get("state").textValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void answersWithTheJobAsItIsWhenWaitingEnds() {
        JobView job = job(1);

        assertThat(api.get(path(job) + "?wait=PT0.05S").json().get("state").textValue())
                .isEqualTo("QUEUED");
    }

    @Test
    void pagesThroughJobsNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(job(1).id().value());
        }

        List<String> found = new ArrayList<>();
        String more = "";
        for (int page = 0; page < 3; page++) {
            JsonNode answer = api.get(JOBS + "?limit=2" + more).json();
            answer.get("items").forEach(item -> found.add(item.get("id").textValue()));
            more = "&cursor=" + answer.get("next").asText();
        }

        assertThat(found).isEqualTo(ids);
        assertThat(more).isEqualTo("&cursor=null");
    }

    @Test
    void filtersJobsByState() {
        JobView running = job(1);
        job(1);
        api.coordinator.progress(running.id(), 1);

        JsonNode items = api.get(JOBS + "?state=running").json().get("items");

        assertThat(items.findValuesAsText("id")).containsExactly(running.id().value());
    }

    @Test
    void pagesThroughTasks() {
        String tasks = path(job(1)) + "/tasks";

        JsonNode first = api.get(tasks + "?limit=3").json();
        JsonNode second = api.get(tasks + "?limit=3&cursor=" + first.get("next").asText()).json();

        assertThat(first.get("items").findValuesAsText("index")).containsExactly("0", "1", "2");
        assertThat(second.get("items").findValuesAsText("index")).containsExactly("3");
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(first.get("items").get(0).toString())
                .isEqualTo(
                        "{\"index\":0,\"state\":\"SUCCEEDED\",\"attempts\":1,\"worker\":\"batch\","
                                + "\"timings\":{\"queuedSeconds\":0.5,\"waitedSeconds\":0.0,"
                                + "\"ranSeconds\":0.25,\"cpuSeconds\":0.25,\"delaySeconds\":0.0},"
                                + "\"output\":\"0\",\"file\":null,\"failure\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "'?limit=0', /limit",
        "'?limit=1001', /limit",
        "'?limit=ten', /limit",
        "'?cursor=x', /cursor",
        "'?state=asleep', /state",
        "'?stat=RUNNING', /stat",
        "'?limit=1&limit=2', /limit"
    })
    void refusesABadParameterNamingIt(String query, String pointer) {
        for (String path : List.of(JOBS, path(job(1)) + "/tasks")) {
            Answer answer = api.get(path + query);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                    .containsExactly(pointer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT61S", "-PT1S", "20", "P1M"})
    void refusesToWaitLongerThanAMinute(String wait) {
        Answer answer = api.get(path(job(1)) + "?wait=" + wait);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("wait").contains("PT1M");
    }

    @Test
    void deletesAJobThatEndedAndItsFilesIfAsked() {
        JobView job = job(1);
        assertThat(api.method("DELETE", path(job)).status()).isEqualTo(409);
        assertThat(api.method("DELETE", path(job) + "?files=maybe").status()).isEqualTo(400);
        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1")));

        assertThat(api.method("DELETE", path(job)).status()).isEqualTo(204);

        assertThat(api.coordinator.discarded).doesNotContainKey(job.id());
        assertThat(api.method("DELETE", path(job)).status()).isEqualTo(404);
        JobView other = job(1);
        api.coordinator.succeed(other.id(), new TestingWorkload.Echo(List.of("1")));
        assertThat(api.method("DELETE", path(other) + "?files=true").status()).isEqualTo(204);
        assertThat(api.coordinator.discarded).containsEntry(other.id(), "testing");
    }

    @Test
    void submitsWhatFailedOfAJobOnceForEachKey() {
        JobView job = job(1);
        String retry = path(job) + "/retry";
        assertThat(api.post(retry, "").status()).isEqualTo(409);
        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1")));

        Answer first = api.post(retry, "", "Idempotency-Key", "again");
        Answer second = api.post(retry, "", "Idempotency-Key", "again");

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(api.post(retry, "").header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(api.post(JOBS + "/0123456789abcdef/retry", "").status()).isEqualTo(404);
    }

    @Test
    void cancelsAsOftenAsItIsAskedTo() {
        JobView job = job(1);

        assertThat(api.post(path(job) + "/cancel", "").status()).isEqualTo(202);
        Answer again = api.post(path(job) + "/cancel", "{}");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("state").textValue()).isEqualTo("CANCELLED");
    }

    @Test
    void givesTheReportInTheFormThatWasAskedFor() {
        JobView job = job(1);
        assertThat(api.get(path(job) + "/report").status()).isEqualTo(409);
        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("1")));

        Answer json = api.get(path(job) + "/report");
        Answer csv = api.get(path(job) + "/report", "Accept", "text/csv, */*;q=0.1");
        Answer none = api.get(path(job) + "/report", "Accept", "image/png");

        assertThat(json.json().get("wallSeconds").doubleValue()).isEqualTo(1.25);
        assertThat(json.json().get("job").textValue()).isEqualTo(job.id().value());
        assertThat(csv.mediaType()).isEqualTo("text/csv");
        assertThat(csv.text()).isEqualTo("wall\n1.25\n");
        assertThat(none.status()).isEqualTo(406);
        assertThat(none.text()).contains("application/json", "text/csv");
    }

    @Test
    void listsWhatJobsCanRunOn() {
        api.coordinator.workers.put(
                "w1",
                new WorkerView(
                        "w1",
                        "cluster",
                        WorkerView.State.JOINED,
                        4,
                        64,
                        1,
                        "127.0.0.1:7400",
                        NODE));

        JsonNode worker = api.get("/api/v1/workers").json().get("items").get(0);
        JsonNode modes = api.get("/api/v1/modes").json().get("items");
        JsonNode workloads = api.get("/api/v1/workloads").json().get("items");

        assertThat(worker.toString())
                .isEqualTo(
                        "{\"id\":\"w1\",\"pool\":\"cluster\",\"state\":\"JOINED\",\"slots\":4,"
                                + "\"ioSlots\":64,\"running\":1,\"address\":\"127.0.0.1:7400\","
                                + "\"reason\":null,\"node\":{\"cores\":2.0,\"processors\":2,\"affinity\":2,"
                                + "\"quota\":-1.0,\"cpu\":\"A CPU\",\"system\":\"Linux\","
                                + "\"jdk\":\"25\",\"kernels\":[],\"regatta\":\"0.1.0\",\"load\":0.5,\"steal\":0.0}}");
        assertThat(modes.findValuesAsText("name")).containsExactly("batch", "cluster");
        assertThat(workloads.findValuesAsText("kind")).contains("testing");
    }

    @Test
    void drainsAWorkerAndScalesTheProcesses() {
        api.coordinator.workers.put(
                "a/b",
                new WorkerView("a/b", "cluster", WorkerView.State.DRAINING, 4, 64, 0, "x", null));

        assertThat(api.post("/api/v1/workers/a%2Fb/drain", "").status()).isEqualTo(202);
        assertThat(api.post("/api/v1/workers/nobody/drain", "").status()).isEqualTo(404);
        api.coordinator.workers.put(
                "batch",
                new WorkerView("batch", "batch", WorkerView.State.JOINED, 1, 0, 0, "local", null));
        assertThat(api.post("/api/v1/workers/batch/drain", "").status()).isEqualTo(409);
        Answer scaled = api.put("/api/v1/pools/processes", "{\"workers\":3}");
        assertThat(scaled.status()).isEqualTo(200);
        assertThat(scaled.text()).isEqualTo("{\"workers\":3}");
        assertThat(api.coordinator.processes).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"workers\":-1}", "{\"workers\":257}", "{\"workers\":\"3\"}"})
    void refusesABadNumberOfProcesses(String body) {
        Answer answer = api.put("/api/v1/pools/processes", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .containsExactly("/workers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1/jobs/unknown",
                "/api/v1/jobs/unknown/tasks",
                "/api/v1/jobs/unknown/report",
                "/api/v1/jobs/unknown/events",
                "/api/v1/jobs/unknown/spec",
                "/api/v1/jobs/%2e%2e%2fx",
                "/api/v1/jobs/12345678901234567890123456789012345678901234567890123456789012345"
            })
    void saysThatThereIsNothing(String path) {
        Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    }

    @Test
    void saysWhatIsAllowedInstead() {
        Answer delete = api.method("DELETE", JOBS);
        Answer get = api.get(path(job(1)) + "/cancel");

        assertThat(delete.status()).isEqualTo(405);
        assertThat(delete.header("Allow")).isEqualTo("POST, GET, HEAD");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
        assertThat(get.mediaType()).isEqualTo("application/problem+json");
    }

    @Test
    void saysThatItIsUnavailableWhileTheCoordinatorIsSilent() {
        api.coordinator.silent = true;
        try {
            Answer ready = api.get("/health/ready");

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.header("Retry-After")).isEqualTo("1");
            assertThat(api.get("/health/live").status()).isEqualTo(200);
        } finally {
            api.coordinator.silent = false;
        }
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void isNotReadyWhileNothingCanBeKept() throws Exception {
        api.coordinator.unready = "the disk is full";
        try {
            Answer ready = api.get("/health/ready");

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.header("Retry-After")).isEqualTo("1");
            assertThat(ready.json().path("detail").asText()).isEqualTo("the disk is full");
        } finally {
            api.coordinator.unready = null;
        }
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Host, evil.example",
        "Host, localhost.evil.example:8080",
        "Host, 127.0.0.1.evil.example",
        "Origin, http://evil.example",
        "Origin, http://localhost:8081",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void refusesWhatAPageOfAnotherSiteSends(String header, String value) {
        for (String path : List.of(JOBS, "/api/v1/workers", "/openapi.json", "/nothing")) {
            assertThat(api.get(path, header, value).status()).isEqualTo(403);
            assertThat(api.post(path, "{}", header, value).status()).isEqualTo(403);
        }
    }

    @Test
    void tellsProbesItsHealthByWhateverNameTheyCallIt() {
        assertThat(api.get("/health/live", "Host", "10.1.2.3:8080").status()).isEqualTo(200);
        assertThat(api.get("/health/ready", "Host", "pod.example").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Host, LocalHost",
        "Host, 127.0.0.1:8080",
        "Host, [::1]:8080",
        "Origin, http://localhost:8080",
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none"
    })
    void letsItsOwnPagesThrough(String header, String value) {
        assertThat(api.get(JOBS, header, value).status()).isEqualTo(200);
    }

    @Test
    void tellsNoInternalsOfAnError() {
        JobView job = job(1);
        api.coordinator.succeed(job.id(), new TestingWorkload.Unwritable());

        Answer answer = api.get(path(job));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.text()).doesNotContain("secret", "regatta.coordinator", "Exception");
    }
}
