package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests comparisons over HTTP, with real workers in the coordinator's own JVM. */
@ResourceLock(WorkerJvms.LOCK)
class ComparisonsIT {
    private static final String COMPARISONS = "/api/v1/comparisons";
    private static final String SMALL =
            """
            {"workload": {"kind": "sum-of-squares", "targets": [300000, 1000], "repeat": 8},
             "modes": ["batch", "thread-pool", "async"], "slots": 2, "rounds": %d}
            """;

    /** Takes at least three seconds on any machine. */
    private static final String WAITING =
            """
            {"workload": {"kind": "scripted", "scripts": ["wait 30"], "repeat": 4},
             "modes": ["batch", "thread-pool", "async"], "slots": 2, "rounds": 12}
            """;

    @TempDir private Path folder;

    @Test
    void continuesAfterARestartAndEndsRight() throws Exception {
        String id;
        int before;
        try (TestingNode node = new TestingNode(folder, "")) {
            id = node.post(COMPARISONS, WAITING).at("/id").asText();
            JsonNode halfway =
                    node.await(
                            COMPARISONS + "/" + id + "?wait=PT0.02S",
                            seen -> seen.at("/progress/succeeded").asInt() >= 5);
            before = halfway.at("/progress/succeeded").asInt();
            assertThat(halfway.at("/state").asText()).isEqualTo("RUNNING");
            assertThat(halfway.at("/verdict").isNull()).isTrue();
        }
        try (TestingNode node = new TestingNode(folder, "")) {
            JsonNode ended = awaitEnd(node, id);
            assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
            assertThat(ended.at("/progress/succeeded").asInt()).isGreaterThan(before);
            assertThat(ended.at("/warnings").toString()).contains("started again");
            JsonNode report = node.get(COMPARISONS + "/" + id + "/report");
            JsonNode rounds = report.at("/comparisons/0/comparison/rounds");
            assertThat(rounds.size()).isGreaterThanOrEqualTo(3 * 13);
            assertThat(rounds.findValuesAsText("job")).doesNotHaveDuplicates();
            assertThat(report.at("/machine/before/cores").asInt()).isPositive();
            JsonNode unfinished = node.get("/api/v1/jobs?state=running");
            assertThat(unfinished.get("items")).isEmpty();
            JsonNode job = node.job(rounds.at("/0/job").asText());
            assertThat(job.at("/comparison").asText()).isEqualTo(id);
        }
    }

    @Test
    void reportsThatAnotherJobDisturbedIt() throws Exception {
        try (TestingNode node = new TestingNode(folder, "")) {
            String foreign = node.sums("fork-join", 1, 100_000_000, 100_000);
            node.awaitJob(foreign, job -> job.at("/progress/running").asInt() > 0);
            String body =
                    SMALL.formatted(2).replace("\"rounds\"", "\"budget\": \"PT1S\", \"rounds\"");
            String id = node.post(COMPARISONS, body).at("/id").asText();
            JsonNode ended = awaitEnd(node, id);
            assertThat(ended.at("/rounds"))
                    .isNotEmpty()
                    .allMatch(r -> r.at("/others").asDouble() > 0.02);
            assertThat(node.job(foreign).at("/state").asText()).isEqualTo("RUNNING");
            node.post("/api/v1/jobs/" + foreign + "/cancel", "");
            node.await("/api/v1/workers", ComparisonsIT::nothingRuns);
            String alone = node.post(COMPARISONS, SMALL.formatted(2)).at("/id").asText();
            assertThat(awaitEnd(node, alone).at("/rounds"))
                    .isNotEmpty()
                    .allMatch(round -> round.at("/others").asDouble() <= 0.02);
        }
    }

    private static boolean nothingRuns(JsonNode workers) {
        return workers.at("/items")
                .valueStream()
                .allMatch(worker -> worker.at("/running").asInt() == 0);
    }

    @Test
    void cancelsItsRoundAtOnce() throws Exception {
        try (TestingNode node = new TestingNode(folder, "")) {
            String body = SMALL.formatted(3).replace("300000", "4000000000");
            String id = node.post(COMPARISONS, body).at("/id").asText();
            String next = node.post(COMPARISONS, SMALL.formatted(1)).at("/id").asText();
            String path = COMPARISONS + "/" + id;
            String job =
                    node.await(path + "?wait=PT0.02S", seen -> seen.at("/running").isObject())
                            .at("/running/job")
                            .asText();
            assertThat(node.post(path + "/cancel", "").at("/id").asText()).isEqualTo(id);
            assertThat(awaitEnd(node, id).at("/state").asText()).isEqualTo("CANCELLED");
            assertThat(node.awaitEnd(job).at("/state").asText()).isEqualTo("CANCELLED");
            assertThat(awaitEnd(node, next).at("/state").asText())
                    .as("the one that waited")
                    .isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void leavesNoDownloadedFileAndNotesWhatChanged() throws Exception {
        HttpServer origin = changingOrigin();
        Path downloads = folder.resolve("downloads");
        String settings =
                """
                regatta.download { directory = "%s", allowed-networks = ["127.0.0.1/32"],
                  allowed-ports = [%d] }
                """
                        .formatted(downloads, origin.getAddress().getPort());
        try (TestingNode node = new TestingNode(folder, settings)) {
            String body =
                    """
                    {"workload": {"kind": "download", "urls": ["http://127.0.0.1:%d/now"], "repeat": 3},
                     "modes": ["batch", "virtual-threads"], "rounds": 1}
                    """
                            .formatted(origin.getAddress().getPort());
            String id = node.post(COMPARISONS, body).at("/id").asText();
            JsonNode ended = awaitEnd(node, id);
            assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
            assertThat(ended.at("/warnings").toString()).contains("sha256 differs");
            node.await("/api/v1/modes", _ -> isEmpty(downloads));
        } finally {
            origin.stop(0);
        }
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> left = Files.list(directory)) {
            return left.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static HttpServer changingOrigin() throws Exception {
        HttpServer origin =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    byte[] body =
                            String.valueOf(System.nanoTime()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        origin.start();
        return origin;
    }

    private static JsonNode awaitEnd(TestingNode node, String id) throws Exception {
        return node.await(
                COMPARISONS + "/" + id + "?wait=PT1S", seen -> !seen.at("/endedAt").isNull());
    }
}
