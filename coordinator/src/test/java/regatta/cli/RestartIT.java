package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Runs tasks that continue while their coordinator is away. {@code
 * -Dregatta.restart.task-seconds=N} makes the tasks longer that three restarts must not interrupt.
 * {@code -Dregatta.restart.away-seconds=N} keeps the coordinator away for longer. {@code
 * -Dregatta.restart.rejoin-seconds=N} bounds how long its nodes may take to return.
 */
@Timeout(900)
class RestartIT {
    private static final double TASK_SECONDS =
            Integer.getInteger("regatta.restart.task-seconds", 0);
    private static final double AWAY_SECONDS =
            Integer.getInteger("regatta.restart.away-seconds", 2);

    /** The product promises two seconds on an idle machine. */
    private static final double REJOIN_SECONDS =
            Integer.getInteger("regatta.restart.rejoin-seconds", 20);

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

    @Test
    void runsLongTasksOnceAcrossThreeRestarts() throws Exception {
        try (Origin origin = new Origin()) {
            // Even on a busy machine, both nodes must return only after rejoin.
            String[] settings =
                    origin.settings(
                            "regatta.download.first-byte-timeout=1h",
                            "regatta.coordinator.rejoin=20s");
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
            refusesAStoreInUse(coordinator);

            for (int restart = 0; restart < 3; restart++) {
                TestingNode.kill(coordinator);
                origin.isNotAskedFor(AWAY_SECONDS);
                coordinator = nodes.startCoordinator(List.of(), settings);
                assertThat(secondsUntilJoined(2)).isLessThan(REJOIN_SECONDS);
                while (running(id) < 2) {
                    // The coordinator adopts both when their nodes return.
                    origin.isNotAskedFor(0.05);
                }
                origin.isNotAskedFor(TASK_SECONDS / 3);
            }
            origin.release(one);
            // The coordinator dispatches the third task only when it resumes recovered jobs.
            String third = origin.next();
            assertThat(third).isNotIn(one, other);
            origin.release(other);
            origin.release(third);

            JsonNode ended = nodes.awaitEnd(id);
            assertThat(ended.at("/state").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
            assertThat(ended.at("/report/attempts").asInt()).isEqualTo(3);
            assertThat(origin.requested).containsExactlyInAnyOrder("/a", "/b", "/c");
        }
    }

    @Test
    void continuesToCountFailuresAfterARestart() throws Exception {
        try (Origin origin = new Origin()) {
            String[] settings = origin.settings();
            Process coordinator = nodes.startCoordinator(List.of(), settings);
            String body =
                    """
                    {"workload": {"kind": "download", "urls": ["%s/fails"]},
                     "mode": "thread-pool", "maxAttempts": 4}
                    """
                            .formatted(origin.url());
            String id = nodes.submit("fails", body).json().at("/id").asText();
            for (int attempt = 1; attempt <= 3; attempt++) {
                origin.next();
            }
            TestingNode.kill(coordinator);
            nodes.startCoordinator(List.of(), settings);
            JsonNode ended = nodes.awaitEnd(id);
            assertThat(ended.at("/state").asText()).as("%s", ended).isEqualTo("FAILED");
            Answer tasks = nodes.get("/api/v1/jobs/" + id + "/tasks");
            assertThat(tasks.json().at("/items/0/attempts").asInt()).isEqualTo(4);
            // The end of the third task may not have reached the coordinator.
            assertThat(origin.requested).hasSizeBetween(4, 5);
        }
    }

    private void refusesAStoreInUse(Process user) throws Exception {
        Process second = nodes.startSecond();
        assertThat(second.waitFor()).as(nodes.lastErrors()).isEqualTo(Exit.USAGE);
        assertThat(nodes.lastErrors()).contains("in use by process " + user.pid() + " on host");
    }

    private double secondsUntilJoined(int count) throws Exception {
        long ready = System.nanoTime();
        while (joined() < count) {
            assertThat(System.nanoTime() - ready).as(nodes::errors).isLessThan(60_000_000_000L);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        double seconds = (System.nanoTime() - ready) / 1e9;
        System.out.printf("rejoined %.2f s after the coordinator was ready%n", seconds);
        return seconds;
    }

    private int joined() throws Exception {
        int joined = 0;
        for (JsonNode worker : nodes.get("/api/v1/workers").json().path("items")) {
            boolean node = worker.path("pool").asText().equals("cluster");
            joined += node && worker.path("state").asText().equals("JOINED") ? 1 : 0;
        }
        return joined;
    }

    private int running(String id) throws Exception {
        return nodes.get("/api/v1/jobs/" + id).json().at("/progress/running").asInt();
    }

    @Test
    void failsAJobThatTakesItsCoordinatorDownAgainAndAgain() throws Exception {
        Process coordinator = nodes.startCoordinator(List.of());
        String good =
                "{\"workload\": {\"kind\": \"faulty\", \"tasks\": [\"ok\"]}, \"mode\": \"%s\","
                        + " \"slots\": 1}";
        String waiting = nodes.submit("good", good.formatted("cluster")).json().at("/id").asText();
        // A task that ended before might be kept in one life of the coordinator and not in another,
        // and deaths are counted from the last task that was kept.
        String bad =
                nodes.submit("bad", good.replace("ok", "exit 1000").formatted("thread-pool"))
                        .json()
                        .at("/id")
                        .asText();
        for (int death = 1; death <= 3; death++) {
            assertThat(coordinator.waitFor()).as("death %d", death).isEqualTo(7);
            coordinator = nodes.launchCoordinator(List.of());
        }
        nodes.awaitReady(coordinator);
        JsonNode ended = nodes.awaitEnd(bad);
        assertThat(ended.at("/state").asText()).isEqualTo("FAILED");
        assertThat(ended.at("/failure").toString()).contains("coordinator", "3 times");
        nodes.startWorker();
        JsonNode other = nodes.awaitEnd(waiting);
        assertThat(other.at("/state").asText()).isEqualTo("SUCCEEDED");
    }

    /** Answers a path when the test asks it to. */
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
                        if (path.equals("/fails")) {
                            exchange.sendResponseHeaders(500, -1);
                            exchange.close();
                            return;
                        }
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
                if (answer == null || !answer.await(15, TimeUnit.MINUTES)) {
                    throw new UncheckedIOException(new IOException(path));
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** The settings that let nodes download from here, and more. */
        String[] settings(String... more) {
            List<String> settings = new ArrayList<>();
            settings.add("regatta.download.allowed-networks=[\"127.0.0.1/32\"]");
            settings.add("regatta.download.allowed-ports=[" + server.getAddress().getPort() + "]");
            settings.addAll(List.of(more));
            return settings.stream().map("--set="::concat).toArray(String[]::new);
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** Waits, and fails if a request arrives meanwhile. */
        void isNotAskedFor(double seconds) throws InterruptedException {
            assertThat(news.poll((long) (seconds * 1_000), TimeUnit.MILLISECONDS)).isNull();
        }

        /** Returns the path of the next request. */
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
