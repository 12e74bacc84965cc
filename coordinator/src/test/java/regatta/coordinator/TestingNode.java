package regatta.coordinator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import regatta.coordinator.http.TestingClient;
import regatta.coordinator.placement.LocalNodes;
import regatta.coordinator.placement.ModeSettings;
import regatta.protocol.NodeAddress;

/** A coordinator node on free ports, with a client. For one thread. */
final class TestingNode implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Config root;
    private final CoordinatorNode node;
    private final TestingClient api;

    /**
     * Starts a node with these settings.
     *
     * @param folder for its store
     */
    TestingNode(Path folder, String settings) {
        String own =
                "regatta { http.port = 0, cluster.port = 0, store.url = \"jdbc:sqlite:%s\" }"
                        .formatted(folder.resolve("regatta.db"));
        root =
                ConfigFactory.parseString(own)
                        .withFallback(ConfigFactory.parseString(settings))
                        .withFallback(ConfigFactory.load())
                        .resolve();
        node = CoordinatorNode.start(root);
        api = new TestingClient(URI.create("http://127.0.0.1:" + node.httpAddress().getPort()));
    }

    /** Starts worker nodes of mode {@code cluster} that together have {@code slots} slots. */
    LocalNodes startNodes(int slots) {
        ModeSettings.Processes jvms = ModeSettings.of(root).processes().orElseThrow();
        return LocalNodes.start(jvms, node.clusterAddress(), "cluster", slots);
    }

    /** Submits a job of sums of squares and returns its id. */
    String sums(String mode, int slots, long target, int repeat) throws Exception {
        String body =
                """
                {"workload": {"kind": "sum-of-squares", "targets": [%d], "repeat": %d},
                 "mode": "%s", "slots": %d}
                """
                        .formatted(target, repeat, mode, slots);
        return submit(body);
    }

    String submit(String body) throws Exception {
        return submit(body, UUID.randomUUID().toString());
    }

    String submit(String body, String key) throws Exception {
        return post("/api/v1/jobs", body, key).at("/id").asText();
    }

    /** Posts a body, expects 202 and returns the answer. */
    JsonNode post(String path, String body) throws Exception {
        return post(path, body, UUID.randomUUID().toString());
    }

    private JsonNode post(String path, String body, String key) throws Exception {
        return json(api.post(path, body, "Idempotency-Key", key), 202);
    }

    /** Where worker nodes join. */
    NodeAddress cluster() {
        return node.clusterAddress();
    }

    /** Its client, for a test that looks at answers more closely. */
    TestingClient api() {
        return api;
    }

    /** Submits a job and closes the connection before the reply. */
    void submitAndHangUp(String key, String body) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(loopback, node.httpAddress().getPort())) {
            String head =
                    """
                    POST /api/v1/jobs HTTP/1.1
                    Host: localhost
                    Idempotency-Key: %s
                    Content-Type: application/json
                    Content-Length: %d

                    """
                            .formatted(key, body.length());
            socket.getOutputStream().write((head.replace("\n", "\r\n") + body).getBytes(US_ASCII));
        }
    }

    void cancel(String id) throws Exception {
        json(api.post("/api/v1/jobs/" + id + "/cancel", ""), 202);
    }

    /** Sets how many worker JVMs stay warm. */
    void scale(int workers) throws Exception {
        String body = "{\"workers\": %d}".formatted(workers);
        json(api.send("PUT", "/api/v1/pools/processes", body), 200);
    }

    JsonNode job(String id) throws Exception {
        return get("/api/v1/jobs/" + id);
    }

    /** Waits until the job fulfils {@code wanted}, and returns it. */
    JsonNode awaitJob(String id, Predicate<JsonNode> wanted) throws Exception {
        return await("/api/v1/jobs/" + id + "?wait=PT0.1S", wanted);
    }

    /** Repeats the request until the answer fulfils {@code wanted}, and returns it. */
    JsonNode await(String path, Predicate<JsonNode> wanted) throws Exception {
        long start = System.nanoTime();
        JsonNode answer = get(path);
        while (!wanted.test(answer)) {
            assertThat(System.nanoTime() - start)
                    .as(answer.toString())
                    .isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = get(path);
        }
        return answer;
    }

    JsonNode awaitEnd(String id) throws Exception {
        return awaitJob(id, job -> !job.at("/endedAt").isNull());
    }

    JsonNode get(String path) throws Exception {
        return json(api.get(path), 200);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        api.close();
        node.close();
    }
}
