package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs nodes that freeze, die, return, restart, have a wrong clock or too little of something, and
 * tasks that take their JVM down. {@code -Dregatta.faults.frozen-seconds=N} freezes the coordinator
 * for longer, {@code -Dregatta.faults.workers=N} starts more workers, {@code
 * -Dregatta.faults.times=N} repeats each test, {@code -Dregatta.faults.seed=S} repeats the random
 * instants of a run.
 */
class NodeFaultsIT {
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final String DOWNLOADS =
            "--set=regatta.download.allowed-networks=[\"127.0.0.1/32\"]";
    private static final long SEED = Long.getLong("regatta.faults.seed", System.nanoTime());
    private static final Path FAKETIME =
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    @TempDir private static Path folder;
    private static TestingNode nodes;
    private static Process coordinator;
    private static final List<Process> WORKERS = new ArrayList<>();
    private static int submitted;
    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() throws IOException {
        nodes = new TestingNode(folder);
        coordinator =
                nodes.startCoordinator(
                        List.of(),
                        DOWNLOADS,
                        "--set=regatta.coordinator.lease=5s",
                        "--set=regatta.coordinator.grace=1s",
                        "--set=regatta.modes.processes.max-slots=2",
                        "--set=regatta.modes.processes.heap=48m");
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    @ManyTimes
    void aFrozenWorkerCountsOnceAndReturns() throws Exception {
        workers(2);
        Process frozen = WORKERS.getFirst();
        String id = submit("cluster", "\"wait 500\"", 16);
        until("both work", () -> running(id) == 2);
        TestingJvm.signal("STOP", frozen);
        untilJoined(1);
        until("the other does all", () -> job(id).at("/progress/succeeded").asInt() == 16);
        TestingJvm.signal("CONT", frozen);
        untilJoined(2);

        assertThat(ended(id).at("/report/repeatedAttempts").asInt()).isEqualTo(1);
        String next = submit("cluster", "\"wait 100\"", 20);
        assertThat(ended(next).at("/report/workers").size()).isEqualTo(2);
    }

    @ManyTimes
    void aFrozenCoordinatorLosesNoWorker() throws Exception {
        workers(2);
        Set<String> before = joined();
        String id = submit("cluster", "\"wait 500\"", 14);
        until("both work", () -> running(id) == 2);
        TestingJvm.signal("STOP", coordinator);
        assertThat(
                        coordinator.waitFor(
                                Integer.getInteger("regatta.faults.frozen-seconds", 8),
                                TimeUnit.SECONDS))
                .isFalse();
        TestingJvm.signal("CONT", coordinator);

        assertThat(ended(id).at("/report/repeatedAttempts").asInt()).isZero();
        assertThat(joined()).isEqualTo(before);
    }

    @ManyTimes
    void aJobWithoutWorkersSaysWhatItWaitsForAndGoesOn() throws Exception {
        int workers = Integer.getInteger("regatta.faults.workers", 1);
        workers(0);
        String id = submit("cluster", "\"wait 300\"", 20);
        until("it says what for", () -> job(id).at("/waitingFor").asText().contains("cluster"));
        for (int i = 0; i < workers; i++) {
            worker();
        }
        until("all work", () -> running(id) == workers);
        kill(workers);
        until("it waits again", () -> job(id).at("/waitingFor").asText().contains("cluster"));
        assertThat(job(id).at("/state").asText()).isEqualTo("RUNNING");
        worker();

        assertThat(ended(id).at("/report/repeatedAttempts").asInt()).isEqualTo(workers);
    }

    @ManyTimes
    void aWorkerAtTheAddressOfAKilledOneIsUsed() throws Exception {
        workers(1);
        String address = joinedNodes().getFirst().at("/address").asText();
        String id = submit("cluster", "\"wait 300\"", 12);
        until("it works", () -> running(id) == 1);
        kill(1);
        WORKERS.add(nodes.startWorker("--slots=1", "--cluster=" + address));

        assertThat(ended(id).at("/report/repeatedAttempts").asInt()).isEqualTo(1);
    }

    @ManyTimes
    void badTasksOfProcessesCostOnlyTheirJob() throws Exception {
        String bad = submit("processes", "\"memory\", \"overflow\", \"deaf\"", 1, "PT3S");
        String good = submit("processes", "\"wait 50\"", 60);

        assertThat(ended(good).at("/report/attempts").asInt()).isEqualTo(60);
        Map<Integer, String> failures = failures(bad);
        assertThat(failures.get(0)).as("memory").contains("worker");
        assertThat(failures.get(1)).as("overflow").contains("StackOverflowError");
        assertThat(failures.get(2)).as("deaf").contains("stuck");
    }

    @ManyTimes
    void badTasksOfNodesCostOnlyTheirJob() throws Exception {
        String bad = submit("cluster", "\"exit\", \"overflow\"", 1);
        String good = submit("cluster", "\"wait 50\"", 60);
        until(
                "the bad job has failed, whatever ends being started again",
                () -> {
                    startWorkers(2);
                    return !job(bad).at("/endedAt").isNull();
                });

        assertThat(ended(good).at("/output/tasks").asInt()).isEqualTo(60);
        assertThat(failures(bad).get(0)).as("exit").contains("worker");
        assertThat(failures(bad).get(1)).as("overflow").contains("StackOverflowError");
    }

    /** Returns why each task of a job failed. */
    private Map<Integer, String> failures(String id) throws Exception {
        until("it has ended", () -> !job(id).at("/endedAt").isNull());
        JsonNode job = job(id);
        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("FAILED");
        Map<Integer, String> failures = new HashMap<>();
        for (JsonNode task : nodes.get("/api/v1/jobs/" + id + "/tasks").json().at("/items")) {
            failures.put(task.at("/index").asInt(), task.at("/failure").toString());
        }
        return failures;
    }

    @ManyTimes
    void aWrongClockChangesNothing() throws Exception {
        assumeThat(FAKETIME).as("needs libfaketime").exists();
        Path offset = folder.resolve("offset");
        Files.writeString(offset, "+3600");
        List<String> faked =
                List.of(
                        "env",
                        "LD_PRELOAD=" + FAKETIME,
                        "DONT_FAKE_MONOTONIC=1",
                        // Otherwise every timed wait of the JVM returns at once, again and again.
                        "FAKETIME_FORCE_MONOTONIC_FIX=0",
                        "FAKETIME_CACHE_DURATION=1",
                        "FAKETIME_TIMESTAMP_FILE=" + offset);
        workers(1);
        WORKERS.add(nodes.startWorkerBehind(faked, "--slots=1"));
        untilJoined(2);
        Set<String> before = joined();
        String id = submit("cluster", "\"wait 200\"", 40);
        until("both work", () -> running(id) == 2);
        Files.writeString(offset, "-3600");

        JsonNode report = ended(id).at("/report");
        assertThat(report.at("/repeatedAttempts").asInt()).isZero();
        assertThat(report.at("/workers").size()).isEqualTo(2);
        assertThat(report.at("/wallSeconds").asDouble()).isBetween(4.0, 60.0);
        assertThat(joined()).isEqualTo(before);
        kill(1);
    }

    @ManyTimes
    void resetConnectionsCostNoWorkerItsLease() throws Exception {
        assumeThat(Hardship.mayResetConnections()).as("needs root, and ss -K").isTrue();
        workers(2);
        Set<String> before = joined();
        List<Integer> ports = new ArrayList<>(List.of(nodes.clusterPort()));
        for (JsonNode node : joinedNodes()) {
            ports.add(Integer.valueOf(node.at("/address").asText().replaceAll(".*:", "")));
        }
        String id = submit("cluster", "\"wait 100\"", 80);
        until("both work", () -> running(id) == 2);
        long reset = 0;
        while (job(id).at("/endedAt").isNull()) {
            for (int port : ports) {
                reset += Hardship.resetConnections(port);
            }
            assertThat(coordinator.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS)).isFalse();
        }

        assertThat(reset).as("connections that were reset; seed %d", SEED).isPositive();
        assertThat(ended(id).at("/output/tasks").asInt()).isEqualTo(80);
        assertThat(joined()).as("seed %d", SEED).isEqualTo(before);
    }

    @ManyTimes
    void aWorkerWithLittleProcessorKeepsItsLease() throws Exception {
        assumeThat(Hardship.mayLimitProcessor()).as("needs control groups, version 1").isTrue();
        workers(2);
        Set<String> before = joined();
        try (Hardship.Ending _ = Hardship.limitProcessor(WORKERS.getFirst(), 5)) {
            String id = submit("cluster", "\"wait 100\"", 60);
            assertThat(ended(id).at("/report/repeatedAttempts").asInt()).isZero();
        }
        assertThat(joined()).isEqualTo(before);
    }

    @ManyTimes
    void aWorkerWithoutDescriptorsFailsNoDownloadAndIsUsedAgain() throws Exception {
        assumeThat(Hardship.mayTakeDescriptors()).as("needs prlimit (util-linux)").isTrue();
        workers(2);
        try (SlowOrigin origin = new SlowOrigin(40)) {
            try (Hardship.Ending _ = Hardship.takeDescriptors(WORKERS.getFirst())) {
                JsonNode done = ended(download(origin, 40));
                assertThat(done.at("/progress/succeeded").asInt()).isEqualTo(40);
                assertThat(joinedNodes())
                        .extracting(node -> node.at("/reason").asText())
                        .anyMatch(reason -> reason.contains("Too many open files"));
            }
            String next = download(origin, 200);
            assertThat(ended(next).at("/report/workers").size()).isEqualTo(2);
            assertThat(joinedNodes()).allMatch(node -> node.at("/reason").isNull());
        }
    }

    @ManyTimes
    void aRestartOfOneWorkerAfterTheOtherRepeatsNoTask() throws Exception {
        workers(2);
        Set<String> before = joined();
        String id = submit("cluster", "\"wait 200\"", 100);
        until("both work", () -> running(id) == 2);
        for (int each = 0; each < 2; each++) {
            Process old = WORKERS.removeFirst();
            old.destroy();
            assertThat(old.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)).isTrue();
            assertThat(old.exitValue()).as("what it exits with after it drained").isZero();
            worker();
            untilJoined(2);
        }

        JsonNode report = ended(id).at("/report");
        assertThat(report.at("/repeatedAttempts").asInt()).isZero();
        assertThat(report.at("/workers").size()).isGreaterThan(2);
        assertThat(joined()).doesNotContainAnyElementsOf(before);
    }

    /** Submits a job of that many files. */
    private String download(SlowOrigin origin, int files) throws Exception {
        String urls =
                IntStream.range(0, files)
                        .mapToObj(file -> "\"" + origin.url() + file + "\"")
                        .collect(Collectors.joining(", "));
        String body =
                """
                {"workload": {"kind": "download", "urls": [%s]}, "mode": "cluster", "slots": 2,
                 "maxAttempts": 1}
                """
                        .formatted(urls);
        TestingNode.Answer answer = nodes.submit("job-" + submitted++, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        return answer.json().at("/id").asText();
    }

    /** Sends small files, each after a while. */
    private static final class SlowOrigin implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        SlowOrigin(int millis) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, millis));
            server.start();
        }

        private static void answer(HttpExchange exchange, int millis) throws IOException {
            try (exchange) {
                TimeUnit.MILLISECONDS.sleep(millis);
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[2]);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** Ensures that the cluster has exactly {@code wanted} worker nodes. */
    private void workers(int wanted) throws Exception {
        startWorkers(wanted);
        kill(WORKERS.size() - wanted);
        untilJoined(wanted);
    }

    /** Starts the missing worker nodes. */
    private static void startWorkers(int wanted) throws IOException {
        WORKERS.removeIf(worker -> !worker.isAlive());
        while (WORKERS.size() < wanted) {
            worker();
        }
    }

    private static void worker() throws IOException {
        // A restarted worker needs the same port, so no client of another test may get it
        // meanwhile.
        WORKERS.add(
                nodes.startWorker(
                        "--slots=1",
                        "--set=regatta.worker.io-slots=1",
                        "--cluster=127.0.0.1:" + nodes.anotherPort(),
                        DOWNLOADS));
    }

    /** Kills the last started workers. */
    private static void kill(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            TestingNode.kill(WORKERS.removeLast());
        }
    }

    private String submit(String mode, String tasks, int repeat) throws Exception {
        return submit(mode, tasks, repeat, "PT1M");
    }

    /** A short timeout could stop tasks that a busy machine slows down. */
    private String submit(String mode, String tasks, int repeat, String taskTimeout)
            throws Exception {
        String body =
                """
                {"workload": {"kind": "faulty", "tasks": [%s], "repeat": %d}, "mode": "%s",
                 "slots": 8, "taskTimeout": "%s", "maxAttempts": 2}
                """
                        .formatted(tasks, repeat, mode, taskTimeout);
        TestingNode.Answer answer = nodes.submit("job-" + submitted++, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        return answer.json().at("/id").asText();
    }

    private JsonNode job(String id) throws Exception {
        return nodes.get("/api/v1/jobs/" + id).json();
    }

    private int running(String id) throws Exception {
        return job(id).at("/progress/running").asInt();
    }

    /** Waits until the job has succeeded, and returns it. */
    private JsonNode ended(String id) throws Exception {
        until("job " + id + " ends", () -> !job(id).at("/endedAt").isNull());
        JsonNode job = job(id);
        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    private List<JsonNode> joinedNodes() throws Exception {
        List<JsonNode> joined = new ArrayList<>();
        for (JsonNode worker : nodes.get("/api/v1/workers").json().at("/items")) {
            if (worker.at("/pool").asText().equals("cluster")
                    && worker.at("/state").asText().equals("JOINED")) {
                joined.add(worker);
            }
        }
        return joined;
    }

    private Set<String> joined() throws Exception {
        return joinedNodes().stream()
                .map(worker -> worker.at("/id").asText())
                .collect(Collectors.toSet());
    }

    private void untilJoined(int workers) throws Exception {
        until(workers + " have joined", () -> joined().size() == workers);
    }

    private void until(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(System.nanoTime() - start)
                    .as(() -> what + "; " + nodes.errors())
                    .isLessThan(PATIENCE_NANOS);
            assertThat(coordinator.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
