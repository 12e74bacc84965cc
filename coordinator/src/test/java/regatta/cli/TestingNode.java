package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import regatta.Regatta;

/** Real nodes in processes of their own, over one store, and a client of the coordinator. */
final class TestingNode implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERRORS = ".err";

    /** What they run is short: a second compiler would only take time from their start. */
    private static final String ONLY_C1 = "-XX:TieredStopAtLevel=1";

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(40);

    /** Test JVMs that run side by side have ranges of their own. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 140) * 64);

    private final Path folder;
    private final Path data;
    private final int http = freePort();
    private final int cluster = freePort();
    private final List<Process> started = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Keeps its data, and what processes say, in this folder. */
    TestingNode(Path folder) throws IOException {
        this(folder, folder);
    }

    /** Keeps its data in another folder than what processes say. */
    TestingNode(Path folder, Path data) throws IOException {
        this.folder = folder;
        this.data = data;
    }

    /** What a request brought. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException noJson) {
                throw new AssertionError(response.body(), noJson);
            }
        }
    }

    /** Starts a coordinator and returns when it is ready. */
    Process startCoordinator(List<String> before, String... more) throws IOException {
        Process coordinator = launchCoordinator(before, more);
        awaitReady(coordinator);
        return coordinator;
    }

    /** Starts a coordinator and returns at once. */
    Process launchCoordinator(List<String> before, String... more) throws IOException {
        return coordinator(before, http, cluster, more);
    }

    /** Returns when the coordinator that was started last is ready. */
    void awaitReady(Process coordinator) throws IOException {
        String line = coordinator.inputReader().readLine();
        while (line != null && !line.startsWith("regatta coordinator ready")) {
            line = coordinator.inputReader().readLine();
        }
        assertThat(line).as("what it says, after: %s", lastErrors()).isNotNull();
    }

    /** What the process that was started last said on its standard error. */
    String lastErrors() throws IOException {
        return Files.readString(folder.resolve(started.size() - 1 + ERRORS));
    }

    /** What every process said on its standard error. */
    String errors() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < started.size(); i++) {
            try {
                all.append(i).append(": ").append(Files.readString(folder.resolve(i + ERRORS)));
            } catch (IOException none) {
                all.append(none);
            }
        }
        return all.toString();
    }

    /** Starts another coordinator on the same store, at other ports. */
    Process startSecond() throws IOException {
        return coordinator(List.of(), 0, 0);
    }

    private Process coordinator(List<String> before, int httpPort, int clusterPort, String... more)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "coordinator",
                                "--http",
                                "127.0.0.1:" + httpPort,
                                "--cluster",
                                "127.0.0.1:" + clusterPort,
                                "--set=regatta.modes.processes.java-options=[\""
                                        + ONLY_C1
                                        + "\"]"));
        arguments.addAll(List.of(more));
        return run(before, arguments);
    }

    Process startWorker(String... more) throws IOException {
        return startWorkerBehind(List.of(), more);
    }

    /** Starts a worker by another command. */
    Process startWorkerBehind(List<String> before, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("worker", "--join", "127.0.0.1:" + cluster));
        arguments.addAll(List.of(more));
        return run(before, arguments);
    }

    /** A port that nobody else will have. */
    int anotherPort() throws IOException {
        return freePort();
    }

    /** Runs a command of this store to its end; returns how it ended. */
    int regatta(String... arguments) throws Exception {
        return run(List.of(), List.of(arguments)).waitFor();
    }

    /** Kills it as {@code kill -9} does. */
    static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    Answer submit(String key, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/jobs"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** Asks until the answer has that status. */
    Answer awaitStatus(String path, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Answer answer = get(path);
        while (answer.status() != status) {
            assertThat(System.nanoTime() - start)
                    .as("%s: %s", path, answer)
                    .isLessThan(Duration.ofMinutes(1).toNanos());
            answer = get(path);
        }
        return answer;
    }

    /** The job when it has ended, however long that takes on a busy machine. */
    JsonNode awaitEnd(String id) throws IOException, InterruptedException {
        JsonNode job = get("/api/v1/jobs/" + id + "?wait=PT30S").json();
        while (job.at("/endedAt").isNull()) {
            job = get("/api/v1/jobs/" + id + "?wait=PT30S").json();
        }
        return job;
    }

    /** Where nodes join on the loopback address. */
    int clusterPort() {
        return cluster;
    }

    String url() {
        return "http://127.0.0.1:" + http;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(
                        request.timeout(ANSWER_WITHIN).build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http + path);
    }

    private Process run(List<String> before, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(TestingJvm.command());
        command.add(Regatta.class.getName());
        command.addAll(arguments);
        command.addAll(List.of("--set", "regatta.data-directory=\"" + data + "\""));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(
                                arguments.getFirst().equals("coordinator")
                                        ? ProcessBuilder.Redirect.PIPE
                                        : ProcessBuilder.Redirect.DISCARD)
                        .redirectError(folder.resolve(started.size() + ERRORS).toFile())
                        .start();
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        client.shutdownNow();
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    /** Below those that the system gives to clients, which could have it between two starts. */
    private static int freePort() throws IOException {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The next, then.
            }
        }
    }
}
