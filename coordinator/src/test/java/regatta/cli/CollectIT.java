package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Collects files that a worker node fetched into a directory of its own. */
@Timeout(300)
class CollectIT {
    private static final String SECRET = "user:open-sesame";

    @TempDir Path folder;
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private TestingNode nodes;
    private HttpServer origin;

    @BeforeEach
    void prepare() throws IOException {
        nodes = new TestingNode(folder);
        Random random = new Random(6);
        for (int size : new int[] {0, 1, 300_000, 5_000_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            contents.put("/" + size + "/file.bin", bytes);
        }
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", this::answer);
        origin.start();
    }

    @AfterEach
    void end() {
        nodes.close();
        origin.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = contents.get(exchange.getRequestURI().getPath());
        boolean known =
                "Basic dXNlcjpvcGVuLXNlc2FtZQ=="
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        int status = !known ? 401 : bytes == null ? 404 : 200;
        byte[] body = known && bytes != null ? bytes : new byte[0];
        exchange.sendResponseHeaders(status, body.length > 0 ? body.length : -1);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private String job() throws Exception {
        String from = "http://127.0.0.1:" + origin.getAddress().getPort();
        StringBuilder urls = new StringBuilder();
        for (String path : List.of("/0/", "/1/", "/300000/", "/5000000/", "/none/")) {
            urls.append(urls.isEmpty() ? "" : ",")
                    .append(
                            "{\"url\": \"%s%sfile.bin\", \"basic\": \"%s\", \"file\": \"%s.bin\"}"
                                    .formatted(from, path, SECRET, path.replace("/", "")));
        }
        String body =
                "{\"workload\": {\"kind\": \"download\", \"urls\": [%s]}, \"mode\": \"cluster\"}"
                        .formatted(urls);
        return nodes.submit("job", body).json().at("/id").asText();
    }

    private Process worker() throws IOException {
        Path own = folder.resolve("worker");
        return nodes.startWorker(
                "--set",
                "regatta.download.directory=\"" + own + "\"",
                "--set",
                "regatta.download.allowed-networks=[\"127.0.0.0/8\"]");
    }

    private int collect(String job, Path target) throws Exception {
        return nodes.regatta(
                "collect", job, target.toString(), "--coordinator", nodes.url(), "--json");
    }

    @Test
    void copiesEveryFileAndResumes() throws Exception {
        Path swept = leave(folder.resolve("worker").resolve("old-job"));
        Path sweptHere = leave(folder.resolve("downloads").resolve("old-job"));
        nodes.startCoordinator(List.of());
        Process first = worker();
        String job = job();
        JsonNode ended = nodes.awaitEnd(job);
        assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("FAILED");
        String file = "/api/v1/jobs/" + job + "/tasks/3/file";
        assertThat(nodes.get(file).status()).isEqualTo(200);

        TestingNode.kill(first);
        JsonNode gone = nodes.awaitStatus(file, 409).json();
        String id =
                nodes.get("/api/v1/jobs/" + job + "/tasks").json().at("/items/3/worker").asText();
        assertThat(gone.at("/detail").asText()).contains(id);

        // Starts another worker on the same directory.
        worker();
        nodes.awaitStatus(file, 200);
        Path target = folder.resolve("collected");
        assertThat(collect(job, target)).isEqualTo(Exit.FAILED);
        assertHolds(target.resolve("0.bin"), "/0/file.bin");
        assertHolds(target.resolve("1.bin"), "/1/file.bin");
        assertHolds(target.resolve("300000.bin"), "/300000/file.bin");
        assertHolds(target.resolve("5000000.bin"), "/5000000/file.bin");
        assertThat(nodes.lastErrors()).contains("task 4:", "404");
        assertThat(swept).doesNotExist();
        assertThat(sweptHere).doesNotExist();

        resumesAndReplacesNothing(job, target);
        retries(job);
    }

    /** Creates a partial file that is two days old, and returns its folder. */
    private static Path leave(Path job) throws IOException {
        Path part = Files.writeString(Files.createDirectories(job).resolve(".part-3-1"), "half");
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        return job;
    }

    private void resumesAndReplacesNothing(String job, Path target) throws Exception {
        FileTime before = Files.getLastModifiedTime(target.resolve("1.bin"));
        String sha256 =
                nodes.get("/api/v1/jobs/" + job + "/tasks")
                        .json()
                        .at("/items/3/output/sha256")
                        .asText();
        byte[] big = contents.get("/5000000/file.bin");
        Files.delete(target.resolve("5000000.bin"));
        Files.write(
                target.resolve(".part-3-" + sha256.substring(0, 16)),
                Arrays.copyOf(big, 3_000_000));
        Files.writeString(target.resolve("300000.bin"), "something else");

        assertThat(collect(job, target)).isEqualTo(Exit.FAILED);

        assertThat(target.resolve("300000.bin")).hasContent("something else");
        assertThat(nodes.lastErrors())
                .contains("task 2: 300000.bin already exists", "300000-2.bin");
        assertHolds(target.resolve("300000-2.bin"), "/300000/file.bin");
        assertHolds(target.resolve("5000000.bin"), "/5000000/file.bin");
        assertThat(Files.getLastModifiedTime(target.resolve("1.bin"))).isEqualTo(before);

        FileTime brought = Files.getLastModifiedTime(target.resolve("300000-2.bin"));
        assertThat(collect(job, target)).isEqualTo(Exit.FAILED);
        assertThat(Files.getLastModifiedTime(target.resolve("300000-2.bin"))).isEqualTo(brought);
        try (var left = Files.list(target)) {
            assertThat(left).hasSize(5);
        }
    }

    private void retries(String job) throws Exception {
        contents.put("/none/file.bin", new byte[] {7});
        assertThat(
                        nodes.regatta(
                                "submit",
                                "download",
                                "--retry-failed",
                                job,
                                "--coordinator",
                                nodes.url(),
                                "--watch"))
                .isEqualTo(Exit.OK);
        JsonNode newest = nodes.get("/api/v1/jobs?limit=1").json().at("/items/0");
        assertThat(newest.at("/progress/total").asInt()).isEqualTo(1);
        assertThat(newest.at("/mode").asText()).isEqualTo("cluster");
        assertThat(newest.toString()).doesNotContain("sesame");
        Path target = folder.resolve("again");
        assertThat(collect(newest.at("/id").asText(), target)).isEqualTo(Exit.OK);
        assertThat(target.resolve("none.bin")).hasBinaryContent(new byte[] {7});
    }

    private void assertHolds(Path file, String path) {
        assertThat(file).hasBinaryContent(contents.get(path));
    }
}
