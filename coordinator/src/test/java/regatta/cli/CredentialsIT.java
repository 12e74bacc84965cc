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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords and tokens of a download reach its origin, and nobody else. */
@Timeout(120)
class CredentialsIT {
    /** Part of every secret here. */
    private static final String SECRET = "hush";

    @TempDir Path folder;

    @Test
    void areNeverShownLoggedOrReadableByOthers() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        HttpServer origin = HttpServer.create(loopback(), 0);
        origin.createContext("/", exchange -> refuse(exchange, received));
        origin.start();
        try (TestingNode nodes = new TestingNode(folder)) {
            String[] settings = {"--set", "regatta.download.allowed-networks=[\"127.0.0.1/32\"]"};
            nodes.startCoordinator(List.of(), settings);
            nodes.startWorker(settings);
            String url = "http://127.0.0.1:%d/".formatted(origin.getAddress().getPort());
            TestingNode.Answer accepted = nodes.submit("secrets", body(url));
            JsonNode job = accepted.json();
            assertThat(accepted.response().body()).doesNotContain(SECRET);
            String path = "/api/v1/jobs/" + job.at("/id").asText();
            while (job.at("/endedAt").isNull()) {
                job = nodes.get(path + "?wait=PT30S").json();
            }
            assertThat(received)
                    .containsExactlyInAnyOrder("Basic dTpodXNoLTE=", "Bearer hush-2", "hush-3");
            for (String part : List.of("", "/spec", "/tasks", "/output", "/report")) {
                assertThat(nodes.get(path + part).response().body())
                        .as("GET %s", part)
                        .doesNotContain(SECRET);
            }
            assertThat(nodes.get("/api/v1/jobs").response().body()).doesNotContain(SECRET);
            TestingNode.Answer refused = nodes.submit("refused", body("file:///"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.response().body()).doesNotContain(SECRET);
        } finally {
            origin.stop(0);
        }
        assertNobodyElseReads();
    }

    private static String body(String url) {
        return """
        {"workload": {"kind": "download", "urls": [
           {"url": "%1$sbasic", "basic": "u:hush-1"},
           {"url": "%1$sbearer", "bearer": "hush-2"},
           {"url": "%1$sheader", "headers": {"X-Key": "hush-3"}}]},
         "mode": "cluster"}
        """
                .formatted(url);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void refuse(HttpExchange exchange, Queue<String> received) throws IOException {
        for (String name : List.of("Authorization", "X-Key")) {
            received.addAll(exchange.getRequestHeaders().getOrDefault(name, List.of()));
        }
        try (exchange) {
            exchange.sendResponseHeaders(403, -1);
        }
    }

    /** Logs hold no secret; what does is the store's, and only its owner may read it. */
    private void assertNobodyElseReads() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("regatta.db")) {
                    assertThat(Files.getPosixFilePermissions(file))
                            .as(name)
                            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                } else {
                    assertThat(Files.readString(file)).as(name).doesNotContain(SECRET);
                }
            }
        }
    }
}
