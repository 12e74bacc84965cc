package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import regatta.coordinator.observe.TestingScrape;

/** A real coordinator shows everything that the API's document promises. */
@ResourceLock(WorkerJvms.LOCK)
class ApiDocumentIT {
    private static final String JOBS = "/api/v1/jobs";
    private static final String COMPARISONS = "/api/v1/comparisons";
    private static HttpServer origin;
    private static TestingNode node;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/good",
                exchange -> {
                    byte[] body = "0123456789".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        origin.start();
        node =
                new TestingNode(
                        folder,
                        """
                        regatta.download { directory = "%s", allowed-networks = ["127.0.0.1/32"],
                          allowed-ports = [%d] }
                        regatta.shared-counter.directory = "%s"
                        """
                                .formatted(
                                        folder.resolve("downloads"),
                                        origin.getAddress().getPort(),
                                        folder.resolve("counters")));
    }

    @AfterAll
    static void end() {
        node.close();
        origin.stop(0);
    }

    @Test
    void showsEveryFieldEventAndAnswer() throws Exception {
        showsAJob();
        showsAJobOnADispatcher();
        showsDownloadsThatFailed();
        showsCountersAndHandlers();
        showsAComparison();
        showsWhatJobsRunOn();
        get("/openapi.json", 200);
        get("/", 200);
        get("/page/app.js", 200);
        get("/api/v1/lanes", 200);
        assertThat(new TestingScrape(get("/metrics", 200).body()).value("regatta_jobs_ended_total"))
                .isPositive();
        get("/health/live", 200);
        get("/health/ready", 200);

        // ApiDocumentTest shows the problems; kinds of workloads that only tests have are not
        // shown.
        assertThat(node.api().document().unseen())
                .filteredOn(one -> !one.matches("(get|post|put|delete) .* [45]\\d\\d"))
                .filteredOn(one -> !one.matches("#/components/schemas/Workload-.*"))
                .isEmpty();
        assertThat(node.api().document().unseen())
                .noneMatch(one ->
                        one.matches(
                                ".*/Workload-(sum-of-squares|download|shared-counter|handlers)/.*"));
    }

    @Test
    void isReadByPrometheusItself() throws Exception {
        Optional<Path> promtool = TestingPrograms.first("promtool");
        assumeTrue(promtool.isPresent(), "there is no promtool on the PATH");
        node.awaitEnd(
                node.submit(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [1000]}, "mode": "batch"}
                        """));
        Process check =
                new ProcessBuilder(promtool.get().toString(), "check", "metrics")
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream scrape = check.getOutputStream()) {
            scrape.write(get("/metrics", 200).body().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    private static void showsAJob() throws Exception {
        String body =
                """
                {"workload": {"kind": "sum-of-squares", "targets": [2000000000], "repeat": 5,
                 "tasksPerTarget": 100}, "mode": "thread-pool", "slots": 1, "name": "small",
                 "maxAttempts": 2, "taskTimeout": "PT10M", "retryFor": "PT10M", "priority": 1}
                """;
        String id = node.submit(body);
        String job = JOBS + "/" + id;
        long start = System.nanoTime();
        String events = get(job + "/events", 200).body();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(events).contains("event: ended");
        assertThat(events.lines().filter("event: progress"::equals).count())
                .as("at most ten a second, in %.2f s", seconds)
                .isBetween(1L, 2 + (long) (10 * seconds));
        HttpResponse<String> whole = get(job + "?wait=PT10S", 200);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(node.api().get(job, "If-None-Match", tag).statusCode()).isEqualTo(304);
        String filter = "?state=SUCCEEDED&workload=sum-of-squares&mode=thread-pool&limit=1";
        node.submit(body.replace("2000000000", "1000"));
        node.awaitEnd(node.submit(body.replace("2000000000", "1000")));
        String next = json(get(JOBS + filter, 200)).at("/next").asText();
        get(JOBS + filter + "&cursor=" + next, 200);
        next = json(get(job + "/tasks?state=SUCCEEDED&limit=1", 200)).at("/next").asText();
        get(job + "/tasks?cursor=" + next, 200);
        for (String part : new String[] {"/spec", "/output", "/report", "/timeline"}) {
            get(job + part, 200);
        }
        get(job + "/report", 200, "Accept", "text/csv");
        post(job + "/cancel", "", 202);
    }

    /** On a machine that is busy for long, no message goes through the actor system meanwhile. */
    private static void showsAJobOnADispatcher() throws Exception {
        JsonNode job;
        do {
            job = node.awaitEnd(node.sums("pekko-pool", 1, 100_000_000, 40));
            assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        } while (job.at("/report/workers/0/messages").isNull());
    }

    private static void showsDownloadsThatFailed() throws Exception {
        String url = "http://127.0.0.1:%d".formatted(origin.getAddress().getPort());
        String body =
                """
                {"workload": {"kind": "download", "urls": ["%1$s/good",
                 {"url": "%1$s/bad", "file": "a", "sha256": "%2$s", "basic": "u:p"},
                 {"url": "%1$s/bad", "bearer": "secret", "headers": {"x": "y"}}],
                 "repeat": 1, "perHost": 2, "rate": 1000000}, "maxAttempts": 1}
                """
                        .formatted(url, "0".repeat(64));
        String id = node.submit(body);
        JsonNode ended = node.awaitEnd(id);
        assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("FAILED");
        String file = JOBS + "/" + id + "/tasks/0/file";
        String tag = get(file, 200).headers().firstValue("ETag").orElseThrow();
        get(file, 206, "Range", "bytes=2-4", "If-Range", tag);
        get(file, 304, "If-None-Match", tag);
        get(JOBS + "/" + id + "/tasks", 200);
        get(JOBS + "?workload=download", 200);
        get(JOBS + "?limit=0", 400);
        node.awaitEnd(node.submit("{\"retryFailed\": \"%s\"}".formatted(id)));
        String again = json(post(JOBS + "/" + id + "/retry", "", 202)).at("/id").asText();
        assertThat(node.awaitEnd(again).at("/progress/total").asInt()).isEqualTo(2);
        String gone = JOBS + "/" + again + "?files=true";
        assertThat(node.api().send("DELETE", gone, "").statusCode()).isEqualTo(204);
        get(JOBS + "/" + again, 404);
    }

    private static void showsCountersAndHandlers() throws Exception {
        String counter =
                node.submit(
                        """
                        {"workload": {"kind": "shared-counter", "tasks": 2, "increments": 100,
                         "discipline": "adder", "apart": "PT0.000001S"}}
                        """);
        String service =
                node.submit(
                        """
                        {"workload": {"kind": "handlers", "handler": "async", "rate": 20,
                         "duration": "PT0.2S", "wait": "PT0.01S", "compute": "PT0.001S"}}
                        """);
        JsonNode counted = node.awaitEnd(counter);
        assertThat(counted.at("/output/counted").asLong()).as(counted.toString()).isEqualTo(200);
        assertThat(counted.at("/output/lost").asLong()).isZero();
        JsonNode served = node.awaitEnd(service);
        assertThat(served.at("/output/p99").asDouble()).as(served.toString()).isPositive();
        assertThat(served.at("/output/health/p99").asDouble()).isPositive();
        get(JOBS + "/" + service + "/tasks", 200);
        get(JOBS + "/" + counter + "/tasks", 200);
    }

    private static void showsAComparison() throws Exception {
        String body =
                """
                {"workload": {"kind": "sum-of-squares", "targets": [3000000], "repeat": 4},
                 "modes": ["thread-pool", "async"], "slots": [1, 2], "rounds": [1], "seed": 7,
                 "vary": {"tasksPerTarget": [1, 2]}, "name": "small", "budget": "PT1M",
                 "maxAttempts": 2, "taskTimeout": "PT1M", "priority": 1}
                """;
        String id = json(post(COMPARISONS, body, 202)).at("/id").asText();
        String comparison = COMPARISONS + "/" + id;
        assertThat(get(comparison + "/events", 200).body()).contains("event: ended");
        JsonNode ended = json(get(comparison + "?wait=PT10S", 200));
        assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        String tag = get(comparison, 200).headers().firstValue("ETag").orElseThrow();
        get(comparison, 304, "If-None-Match", tag);
        String slow = body.replace("3000000", "5000000000");
        String second = COMPARISONS + "/" + json(post(COMPARISONS, slow, 202)).at("/id").asText();
        node.await(second, seen -> seen.at("/running/job").isTextual());
        post(second + "/cancel", "", 202);
        String next = json(get(COMPARISONS + "?limit=1", 200)).at("/next").asText();
        get(COMPARISONS + "?state=SUCCEEDED&limit=1&cursor=" + next, 200);
        String[] forms = {
            "application/json", "text/csv", "text/markdown", "text/html", "text/plain"
        };
        for (String form : forms) {
            get(comparison + "/report", 200, "Accept", form);
        }
        get(comparison + "/verdict", 200);
        post(comparison + "/cancel", "", 202);
    }

    private static void showsWhatJobsRunOn() throws Exception {
        get("/api/v1/modes", 200);
        get("/api/v1/workloads", 200);
        String pool = "/api/v1/pools/processes";
        assertThat(node.api().send("PUT", pool, "{\"workers\": 1}").statusCode()).isEqualTo(200);
        JsonNode workers =
                node.await(
                        "/api/v1/workers",
                        seen -> !process(seen).at("/node/cores").isMissingNode());
        String id = process(workers).at("/id").asText();
        post("/api/v1/workers/" + id + "/drain", "", 202);
        node.api().send("PUT", pool, "{\"workers\": 0}");
    }

    private static JsonNode process(JsonNode workers) {
        for (JsonNode worker : workers.get("items")) {
            if (worker.get("pool").textValue().equals("processes")) {
                return worker;
            }
        }
        return workers;
    }

    private static HttpResponse<String> get(String target, int status, String... headers)
            throws Exception {
        HttpResponse<String> answer = node.api().get(target, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static HttpResponse<String> post(String target, String body, int status)
            throws Exception {
        HttpResponse<String> answer = node.api().post(target, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return TestingNode.JSON.readTree(answer.body());
    }
}
