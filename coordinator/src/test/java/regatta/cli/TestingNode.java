package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import regatta.Regatta;
import regatta.coordinator.http.TestingClient;

/** Real nodes in their own processes over one store, with a client of the coordinator. */
final class TestingNode implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERRORS = ".err";

    /** The programs are short: a second compiler would only delay their start. */
    private static final String ONLY_C1 = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final Path data;
    private final int http = TestingPorts.next();
    private final int cluster = TestingPorts.next();
    private final List<Process> started = new ArrayList<>();
    private final TestingClient client = new TestingClient(URI.create(url()));

    private String[] token = {};

    /** Stores data and process output in this folder. */
    TestingNode(Path folder) throws IOException {
        this(folder, folder);
    }

    /** Stores data in another folder than process output. */
    TestingNode(Path folder, Path data) throws IOException {
        this.folder = folder;
        this.data = data;
    }

    /** Sends a token with each request from now on. */
    void withToken(String secret) {
        token = new String[] {"Authorization", "Bearer " + secret};
    }

    /** The answer to a request. */
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

    /** Returns when the last started coordinator is ready. */
    void awaitReady(Process coordinator) throws IOException {
        String line = coordinator.inputReader().readLine();
        while (line != null && !line.startsWith("regatta coordinator ready")) {
            line = coordinator.inputReader().readLine();
        }
        assertThat(line).as("what it says, after: %s", lastErrors()).isNotNull();
    }

    /** Returns the standard error of the last started process. */
    String lastErrors() throws IOException {
        return Files.readString(folder.resolve(started.size() - 1 + ERRORS));
    }

    /** Returns the standard error of every process. */
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

    /** Starts a worker behind the command {@code before}. */
    Process startWorkerBehind(List<String> before, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("worker", "--join", "127.0.0.1:" + cluster));
        arguments.addAll(List.of(more));
        return run(before, arguments);
    }

    /** Returns a port that no other test will use. */
    int anotherPort() throws IOException {
        return TestingPorts.next();
    }

    /** Runs a command on this store and returns its exit code. */
    int regatta(String... arguments) throws Exception {
        return run(List.of(), List.of(arguments)).waitFor();
    }

    /** Kills a process as {@code kill -9} does. */
    static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    Answer submit(String key, String body) throws IOException, InterruptedException {
        return post("/api/v1/jobs", body, "Idempotency-Key", key);
    }

    Answer post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return answer(client.post(path, body, withToken(headers)));
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return answer(client.get(path, withToken(headers)));
    }

    private String[] withToken(String... headers) {
        return Stream.of(headers, token).flatMap(Stream::of).toArray(String[]::new);
    }

    /** Repeats a request until the answer has the status. */
    Answer awaitStatus(String path, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Answer answer = get(path);
        while (answer.status() != status) {
            assertThat(System.nanoTime() - start)
                    .as("%s: %s", path, answer)
                    .isLessThan(Duration.ofMinutes(3).toNanos());
            answer = get(path);
        }
        return answer;
    }

    /** Waits until the job has ended, however slow the machine, and returns it. */
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

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response);
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
        client.close();
        for (Process process : started) {
            // Another process may have the number of one that ended long ago. To wait for that one
            // would be to wait for the other.
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().onExit().join();
            }
        }
    }
}
