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
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Downloads 64 files at once: a worker's memory does not grow with their size. {@code
 * -Dregatta.large.mebibytes=1024} is the long form, with files of 1 GiB.
 */
@Timeout(1_200)
class LargeFilesIT {
    private static final int FILES = 64;
    private static final int MEBIBYTES = Integer.getInteger("regatta.large.mebibytes", 4);
    private static final long MOST_RESIDENT_KIB = 256 * 1024;

    @TempDir Path folder;

    @Test
    void keepsAWorkerBelow256MiB() throws Exception {
        try (TestingNode nodes = new TestingNode(folder);
                Origin origin = new Origin()) {
            String[] settings = {"--set", "regatta.download.allowed-networks=[\"127.0.0.1/32\"]"};
            nodes.startCoordinator(List.of(), settings);
            // As the launcher does. By default a JVM takes more on a machine with more memory.
            List<String> launcher = List.of("env", "JAVA_TOOL_OPTIONS=-Xms64m");
            Process worker = nodes.startWorkerBehind(launcher, settings);
            String id = nodes.submit("large", body(origin)).json().at("/id").asText();
            JsonNode job = nodes.awaitEnd(id);
            assertThat(job.at("/progress/succeeded").asInt()).as("%s", job).isEqualTo(FILES);
            assertThat(job.at("/output/bytes").asLong())
                    .isEqualTo((long) FILES * MEBIBYTES * Origin.MEBIBYTE);
            assertThat(mostResidentKiB(worker)).isLessThan(MOST_RESIDENT_KIB);
        }
    }

    private static String body(Origin origin) throws Exception {
        String sha256 = origin.sha256();
        String urls =
                IntStream.range(0, FILES)
                        .mapToObj(i ->
                                "{\"url\": \"http://127.0.0.1:%d/%d\", \"sha256\": \"%s\"}"
                                        .formatted(origin.port(), i, sha256))
                        .collect(Collectors.joining(","));
        return """
        {"workload": {"kind": "download", "urls": [%s]}, "mode": "cluster", "slots": %d}
        """
                .formatted(urls, FILES);
    }

    private static long mostResidentKiB(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Sends the second mebibyte of a file only after every file was requested. */
    private static final class Origin implements AutoCloseable {
        static final int MEBIBYTE = 1 << 20;

        private final byte[] piece = new byte[MEBIBYTE];
        private final CountDownLatch all = new CountDownLatch(FILES);
        private final TestingHttp server;

        Origin() throws IOException {
            new Random(1).nextBytes(piece);
            server = new TestingHttp(this::answer);
        }

        int port() {
            return server.port();
        }

        String sha256() throws Exception {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < MEBIBYTES; i++) {
                digest.update(piece);
            }
            return HexFormat.of().formatHex(digest.digest());
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.sendResponseHeaders(200, (long) MEBIBYTES * MEBIBYTE);
            try (exchange;
                    OutputStream body = exchange.getResponseBody()) {
                body.write(piece);
                body.flush();
                all.countDown();
                all.await();
                for (int i = 1; i < MEBIBYTES; i++) {
                    body.write(piece);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
