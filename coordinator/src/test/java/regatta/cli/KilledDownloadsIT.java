package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a worker with {@code kill -9} while 20 files are in flight. */
@Timeout(180)
class KilledDownloadsIT {
    private static final int DONE_BEFORE = 4;
    private static final int IN_FLIGHT = 20;
    private static final int BYTES = 2 << 20;

    @TempDir Path folder;

    @Test
    void endsWithEveryFileRight() throws Exception {
        try (TestingNode nodes = new TestingNode(folder);
                Origin origin = new Origin()) {
            String[] settings = {
                "--set", "regatta.download.allowed-networks=[\"127.0.0.1/32\"]",
                "--set", "regatta.coordinator.lease=6s"
            };
            nodes.startCoordinator(List.of(), settings);
            Process first = nodes.startWorker(settings);
            String id = nodes.submit("killed", body(origin)).json().at("/id").asText();
            origin.held.await();
            JsonNode job = nodes.get("/api/v1/jobs/" + id).json();
            while (job.at("/progress/succeeded").asInt() < DONE_BEFORE) {
                job = nodes.get("/api/v1/jobs/" + id).json();
            }
            nodes.startWorker(settings);
            Path files = folder.resolve("downloads").resolve(id);
            while (written(files) < (long) IN_FLIGHT * Origin.FIRST + DONE_BEFORE * BYTES) {
                assertThat(first.isAlive()).isTrue();
            }
            TestingNode.kill(first);
            origin.released.countDown();
            job = nodes.awaitEnd(id);
            assertThat(job.at("/state").asText()).isEqualTo("SUCCEEDED");
            check(files, origin);
        }
    }

    private static String body(Origin origin) {
        String urls =
                IntStream.range(0, DONE_BEFORE + IN_FLIGHT)
                        .mapToObj(i -> "\"http://127.0.0.1:%d/%d\"".formatted(origin.port(), i))
                        .collect(Collectors.joining(","));
        return """
        {"workload": {"kind": "download", "urls": [%s]}, "mode": "cluster", "slots": 24}
        """
                .formatted(urls);
    }

    /** Sent bytes may not have reached the disk yet. */
    private static long written(Path files) throws IOException {
        try (Stream<Path> each = Files.list(files)) {
            return each.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void check(Path files, Origin origin) throws Exception {
        List<String> asked = List.copyOf(origin.asked);
        for (int i = 0; i < DONE_BEFORE + IN_FLIGHT; i++) {
            byte[] content = Files.readAllBytes(files.resolve(Integer.toString(i)));
            assertThat(sha256(content)).as("file %d", i).isEqualTo(sha256(Origin.content(i)));
            if (i < DONE_BEFORE) {
                assertThat(asked).filteredOn((i + " ")::equals).as("fetched once").hasSize(1);
            } else {
                // The next attempt resumes the files of the killed worker.
                assertThat(asked).anyMatch((i + " bytes=" + Origin.FIRST + "-")::equals);
            }
        }
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).as("no part is left").hasSize(DONE_BEFORE + IN_FLIGHT);
        }
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /**
     * Sends all of the first few files, and of the others only the first part until it is released.
     */
    private static final class Origin implements AutoCloseable {
        static final int FIRST = BYTES - 1_000;

        final CountDownLatch held = new CountDownLatch(IN_FLIGHT);
        final CountDownLatch released = new CountDownLatch(1);
        final Queue<String> asked = new ConcurrentLinkedQueue<>();
        private final TestingHttp server;

        Origin() throws IOException {
            server = new TestingHttp(this::answer);
        }

        int port() {
            return server.port();
        }

        static byte[] content(int file) {
            byte[] content = new byte[BYTES];
            new Random(file).nextBytes(content);
            return content;
        }

        private void answer(HttpExchange exchange) throws IOException {
            int file = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(file + " " + (range == null ? "" : range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders().set("ETag", "\"v" + file + "\"");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, BYTES - 1, BYTES));
            exchange.sendResponseHeaders(range == null ? 200 : 206, BYTES - from);
            byte[] content = content(file);
            try (exchange;
                    OutputStream body = exchange.getResponseBody()) {
                if (file >= DONE_BEFORE && from == 0) {
                    body.write(content, 0, FIRST);
                    body.flush();
                    from = FIRST;
                    held.countDown();
                    released.await();
                }
                body.write(content, from, BYTES - from);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            released.countDown();
            server.close();
        }
    }
}
