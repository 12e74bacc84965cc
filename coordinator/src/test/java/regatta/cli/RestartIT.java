package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingNode.Answer;

/**
 * What is left of jobs when their coordinator is killed, or its disk is full. {@code
 * -Dregatta.restart.kills=N} kills it more often.
 */
@Timeout(300)
class RestartIT {
    /** The sum of the squares below 1,000. */
    private static final String SUM = "332833500";

    @TempDir Path folder;
    private TestingNode nodes;

    @BeforeEach
    void prepare() throws IOException {
        nodes = new TestingNode(folder);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    private static String body(String key) {
        boolean even = Integer.parseInt(key.substring(key.indexOf('-') + 1)) % 2 == 0;
        return """
        {"workload": {"kind": "sum-of-squares", "targets": [1000], "tasksPerTarget": 4},
         "mode": "%s", "slots": 2}
        """
                .formatted(even ? "cluster" : "processes");
    }

    @Test
    void runsALongTaskOnceAcrossARestart() throws Exception {
        try (Origin origin = new Origin()) {
            String[] settings = {
                "--set",
                "regatta.download.allowed-networks=[\"127.0.0.1/32\"]",
                "--set",
                "regatta.download.allowed-ports=[" + origin.port() + "]",
                // Both nodes are to be back by then, on a busy machine too.
                "--set",
                "regatta.coordinator.rejoin=10s"
            };
            Process coordinator = nodes.startCoordinator(List.of(), settings);
            nodes.startWorker(settings);
            nodes.startWorker(settings);
            String body =
                    """
                    {"workload": {"kind": "download", "urls": ["%1$s/a", "%1$s/b", "%1$s/c"]},
                     "mode": "cluster", "slots": 2}
                    """
                            .formatted(origin.url());
            String id = nodes.submit("downloads", body).json().at("/id").asText();
            String one = origin.next();
            String other = origin.next();

            TestingNode.kill(coordinator);
            nodes.startCoordinator(List.of(), settings);
            origin.release(one);
            // The third is dispatched only when recovered jobs are.
            String third = origin.next();
            assertThat(third).isNotIn(one, other);
            origin.release(other);
            origin.release(third);

            Answer ended = nodes.get("/api/v1/jobs/" + id + "?wait=PT30S");
            assertThat(ended.json().at("/state").asText())
                    .as(ended.response().body())
                    .isEqualTo("SUCCEEDED");
            assertThat(origin.requested).containsExactlyInAnyOrder("/a", "/b", "/c");
        }
    }

    @Test
    void refusesAStoreInUse() throws Exception {
        Process first = nodes.startCoordinator(List.of());
        Process second = nodes.startSecond();
        assertThat(second.waitFor()).as(nodes.lastErrors()).isEqualTo(Exit.USAGE);
        assertThat(nodes.lastErrors()).contains("in use by process " + first.pid() + " on host");
    }

    @Test
    void refusesJobsWhileTheDiskIsFull() throws Exception {
        assumeThat(runs("prlimit", "--version")).isTrue();
        // Every file of the process may have 3 MiB.
        Process coordinator =
                nodes.startCoordinator(
                        List.of("bash", "-c", "ulimit -S -f 3072; exec \"$@\"", "limited"));
        // Nobody runs them: no worker node is there.
        String body =
                "{\"workload\": {\"kind\": \"sum-of-squares\", \"targets\": [%s 1]},"
                        + " \"mode\": \"cluster\"}";
        String large = body.formatted("100000, ".repeat(20_000));
        List<String> accepted = new ArrayList<>();
        Answer answer = nodes.submit("0", large);
        while (answer.status() == 202) {
            accepted.add(answer.json().at("/id").asText());
            answer = nodes.submit(Integer.toString(accepted.size()), large);
        }
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).isNotEmpty();
        while (nodes.get("/health/ready").status() != 503) {
            // A small write may succeed meanwhile, but not this one.
            assertThat(nodes.submit("more", large).status()).isEqualTo(503);
        }
        assertThat(nodes.get("/health/live").status()).isEqualTo(200);
        for (String id : accepted) {
            assertThat(nodes.get("/api/v1/jobs/" + id).status()).isEqualTo(200);
        }
        new ProcessBuilder("prlimit", "--pid", "" + coordinator.pid(), "--fsize=unlimited")
                .start()
                .waitFor();
        while (nodes.get("/health/ready").status() != 200) {
            Thread.onSpinWait();
        }
        assertThat(nodes.submit("small", body.formatted("")).status()).isEqualTo(202);
        coordinator.destroy();
        assertThat(coordinator.waitFor()).isZero();
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    @Test
    void stopsWhenASyncFails() throws Exception {
        assumeThat(runs("strace", "-o", "/dev/null", "true")).isTrue();
        Process first = nodes.startCoordinator(List.of());
        first.destroy();
        first.waitFor();
        // Counted for each thread, and opening what is there takes one: the writer's fifth.
        Process coordinator =
                nodes.startCoordinator(
                        List.of(
                                "strace",
                                "-f",
                                "--seccomp-bpf",
                                "-qq",
                                "-o",
                                "/dev/null",
                                "-e",
                                "inject=fsync,fdatasync:error=EIO:when=5"));
        int status = 202;
        int jobs = 0;
        while (status == 202) {
            String key = "job-" + jobs++;
            try {
                status = nodes.submit(key, body(key)).status();
            } catch (IOException ended) {
                status = 503;
            }
        }
        assertThat(status).isEqualTo(503);
        assertThat(coordinator.waitFor()).isEqualTo(Exit.FAILED);
        assertThat(nodes.lastErrors()).contains("the store has failed");
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Answers a path when the test says so. */
    private static final class Origin implements AutoCloseable {
        private final List<String> requested = new ArrayList<>();
        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
        private final Map<String, CountDownLatch> answers =
                Map.of(
                        "/a", new CountDownLatch(1),
                        "/b", new CountDownLatch(1),
                        "/c", new CountDownLatch(1));
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer server;

        Origin() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
            server.setExecutor(threads);
            server.createContext(
                    "/",
                    exchange -> {
                        String path = exchange.getRequestURI().getPath();
                        synchronized (requested) {
                            requested.add(path);
                        }
                        news.add(path);
                        await(path);
                        exchange.sendResponseHeaders(200, 1);
                        exchange.getResponseBody().write('x');
                        exchange.close();
                    });
            server.start();
        }

        private void await(String path) {
            CountDownLatch answer = answers.get(path);
            try {
                if (answer == null || !answer.await(60, TimeUnit.SECONDS)) {
                    throw new UncheckedIOException(new IOException(path));
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        int port() {
            return server.getAddress().getPort();
        }

        String url() {
            return "http://127.0.0.1:" + port();
        }

        /** The path of the next request. */
        String next() throws InterruptedException {
            String path = news.poll(60, TimeUnit.SECONDS);
            assertThat(path).as("a request").isNotNull();
            return path;
        }

        void release(String path) {
            CountDownLatch answer = answers.get(path);
            assertThat(answer).isNotNull();
            answer.countDown();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
