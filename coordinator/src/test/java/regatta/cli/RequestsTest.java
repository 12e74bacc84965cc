package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import regatta.Regatta;

/** Runs commands against a server that answers as a coordinator would. */
@Isolated("it says that stdout is a terminal")
class RequestsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    /** The launcher sets this property if stdout is a terminal. */
    private static final String TERMINAL = "regatta.colours";

    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    private record Answer(int status, String text) {}

    /** The server takes the request and closes the connection. */
    private static final Answer LOST = new Answer(0, "");

    private static final String UNKNOWN =
            "{\"type\": \"urn:regatta:problem:outcome-unknown\", \"detail\": \"?\"}";

    private static final String[] SUBMIT = {"submit", "sum-of-squares", "--target", "10"};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(TERMINAL);
        server.stop(0);
    }

    @Test
    void submitsNothingIfAListIsNotReadableToItsEnd(@TempDir Path folder) throws Exception {
        Path urls = folder.resolve("urls.txt");
        Files.writeString(urls, "https://example.org/a.json\n".repeat(50_000));
        Files.write(urls, new byte[] {(byte) 0xff}, StandardOpenOption.APPEND);

        assertThat(run("submit", "download", "--urls", urls.toString())).isEqualTo(Exit.USAGE);

        assertThat(err.toString()).contains("urls.txt: it is not UTF-8");
        assertThat(body)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void watchesAJobWhileItsCoordinatorIsBusy() {
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"RUNNING\"}"));
        answers.add(new Answer(503, "{\"detail\": \"busy\"}"));
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"SUCCEEDED\"}"));

        assertThat(run("watch", "j", "--json")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString()).contains("SUCCEEDED");
        assertThat(answers).isEmpty();
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        assertThat(run("jbos")).isEqualTo(Exit.USAGE);
        assertThat(run("jobs", "--stat", "FAILED")).isEqualTo(Exit.USAGE);

        assertThat(err.toString()).contains("did you mean: jobs", "did you mean: --state");
    }

    @Test
    void watchesAComparisonWhereThereIsNoSuchJob() {
        answers.add(new Answer(404, "{\"detail\": \"there is no such job\"}"));
        answers.add(new Answer(200, "{\"id\": \"c\", \"state\": \"RUNNING\", \"arms\": []}"));
        answers.add(
                new Answer(
                        200,
                        "{\"id\": \"c\", \"state\": \"SUCCEEDED\", \"arms\": [],"
                                + " \"verdict\": {\"sentence\": \"Use batch.\"}}"));

        assertThat(run("watch", "c")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString()).contains("verdict Use batch.");
    }

    @Test
    void saysThatItReconnectsAndWhenItIsBack() {
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"RUNNING\"}"));
        answers.add(new Answer(503, "{\"detail\": \"busy\"}"));
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"SUCCEEDED\"}"));

        assertThat(run("watch", "j")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(err.toString()).contains("reconnecting", "answers again");
    }

    @Test
    void saysWhyTasksFailedAsTheyFailAndByCauseAtTheEnd() {
        String running =
                "{\"id\": \"j\", \"state\": \"RUNNING\", \"progress\": {\"total\": 3, \"failed\": 2}}";
        String failures =
                """
                {"items": [
                 {"index": 0, "failure": {"kind": "http", "message": "404 of http://h/a?x=1"}},
                 {"index": 2, "failure": {"kind": "http", "message": "404 of http://h/b\\u001b[2J"}}]}
                """;
        answers.add(new Answer(200, running));
        answers.add(new Answer(200, failures));
        answers.add(new Answer(200, running.replace("RUNNING", "FAILED")));
        answers.add(new Answer(200, failures));

        assertThat(run("watch", "j")).as(err.toString()).isEqualTo(Exit.FAILED);

        assertThat(err.toString()).contains("task 0 failed: http: 404 of http://h/a");
        assertThat(err.toString()).contains("http://h/b\\u001b[2J");
        assertThat(out.toString()).contains("2 × http: 404 of http://h/a?x=1 (task 0)");
    }

    @Test
    void submitsAgainWithItsKeyWhereTheAnswerIsLost() {
        answers.add(LOST);
        answers.add(LOST);
        answers.add(new Answer(202, "{\"id\": \"j\"}"));

        assertThat(run(SUBMIT)).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString().strip()).isEqualTo("j");
        assertThat(keys).hasSize(3).doesNotContain("").containsOnly(keys.getFirst());
    }

    @Test
    void submitsAgainWithItsKeyWhileNobodyCanTell() {
        answers.add(new Answer(503, UNKNOWN));
        answers.add(new Answer(202, "{\"id\": \"j\"}"));

        assertThat(run(SUBMIT)).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString().strip()).isEqualTo("j");
        assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
    }

    @Test
    void saysThatAJobMayHaveBeenAcceptedIfItsCoordinatorStopsMeanwhile() {
        answers.add(LOST);
        answers.add(new Answer(503, "{\"detail\": \"it restarts\"}"));
        answers.add(new Answer(503, "{\"detail\": \"it restarts\"}"));

        assertThat(run(SUBMIT)).isEqualTo(Exit.FAILED);

        assertThat(err.toString())
                .contains("it restarts; the request may have been accepted", keys.getFirst());
    }

    @Test
    void submitsOnceWhatIsRefused() {
        answers.add(new Answer(503, "{\"detail\": \"the disk is full\"}"));

        assertThat(run(SUBMIT)).isEqualTo(Exit.FAILED);

        assertThat(err.toString()).contains("the disk is full").doesNotContain("may have been");
    }

    @Test
    void listsTheTasksThatFailedPageByPage() {
        answers.add(
                new Answer(
                        200,
                        """
                        {"next": "c", "items": [{"index": 3, "state": "FAILED", "attempts": 2,
                         "worker": "w", "timings": {"ranSeconds": 0.25}, "output": null,
                         "failure": {"kind": "http", "message": "404\\u001b[2J"}}]}
                        """));
        answers.add(new Answer(200, "{\"next\": null, \"items\": []}"));

        assertThat(run("tasks", "j", "--failed")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString().lines().skip(1))
                .containsExactly("3     FAILED  2         0.250    w       http: 404?[2J");
        assertThat(paths)
                .containsExactly(
                        "/api/v1/jobs/j/tasks?limit=1000&state=failed",
                        "/api/v1/jobs/j/tasks?limit=999&state=failed&cursor=c");
    }

    /** A list of each kind that no terminal of 80 columns could show whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jobs|JOB STATE TASKS FAILED WHEN TOOK MODE WORKLOAD",
                "comparisons|COMPARISON STATE ROUNDS WHEN TOOK TITLE",
                "workers|WORKER POOL STATE SLOTS IO-SLOTS BUSY ADDRESS REASON",
            })
    void listsInTheColumnsOfATerminalAndWholeElsewhere(String command, String head) {
        Answer answer =
                new Answer(
                        200,
                        """
                        {"items": [{"id": "q7f2abcdefghijkl", "state": "SUCCEEDED", "mode": "virtual-threads",
                         "workload": {"kind": "sum-of-squares"}, "name": "%1$s", "title": "%1$s",
                         "progress": {"total": 123456, "succeeded": 123400, "failed": 12345},
                         "submittedAt": "2025-11-29T10:18:00Z", "startedAt": "2025-11-29T10:18:00Z",
                         "endedAt": "2025-11-29T10:58:00Z", "pool": "pekko-virtual-threads", "slots": 128,
                         "ioSlots": 1024, "running": 1024, "address": "node-a.machines.example.org:7355",
                         "reason": null}]}
                        """
                                .formatted("a name of many words ".repeat(5)));
        answers.addAll(List.of(answer, answer));

        assertThat(run(command)).as(err.toString()).isEqualTo(Exit.OK);
        List<String> whole = out.toString().lines().toList();
        assertThat(whole).hasSize(2).noneMatch(line -> line.contains("…"));
        assertThat(whole.getFirst().split(" +")).containsExactly(head.split(" "));

        out.getBuffer().setLength(0);
        System.setProperty(TERMINAL, "true");
        assertThat(run(command)).as(err.toString()).isEqualTo(Exit.OK);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= 80);
        assertThat(lines.getFirst().split(" +")).containsExactly(head.split(" "));
        assertThat(lines.getLast()).startsWith("q7f2abcdefghijkl ").contains("…");
    }

    @Test
    void listsJobsWithWhatPeopleLookFor() {
        answers.add(
                new Answer(
                        200,
                        """
                        {"items": [{"id": "q7f2abcdefghijkl", "state": "SUCCEEDED", "mode": "virtual-threads",
                         "workload": {"kind": "sum-of-squares"}, "name": "",
                         "progress": {"total": 20, "succeeded": 20, "failed": 0},
                         "submittedAt": "2025-11-29T12:00:00Z", "startedAt": "2025-11-29T12:00:00Z",
                         "endedAt": "2025-11-29T12:12:34Z"},
                         {"id": "h19kabcdefghijkl", "state": "QUEUED", "mode": "batch",
                         "workload": {"kind": "download"}, "name": "mirror", "submittedAt": "%s",
                         "progress": {"total": 100000, "succeeded": 0, "failed": 0}}]}
                        """
                                .formatted(Instant.now())));

        assertThat(run("jobs")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("JOB STATE TASKS WHEN TOOK MODE "),
                        ended ->
                                assertThat(ended)
                                        .matches(
                                                "q7f2abcdefghijkl SUCCEEDED 20/20 2025-11-\\d\\d [\\d:]{8}"
                                                        + " 12m 34s virtual-threads sum-of-squares"),
                        waiting ->
                                assertThat(waiting)
                                        .matches(
                                                "h19kabcdefghijkl QUEUED 0/100k [\\d-]{10} [\\d:]{8} batch mirror \\(download\\)"));
    }

    @Test
    void deletesAJob() {
        answers.add(new Answer(200, ""));

        assertThat(run("delete", "j", "--files")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(paths).containsExactly("/api/v1/jobs/j?files=true");
    }

    @Test
    void saysThatAJobMayHaveBeenAcceptedWhereNoAnswerComes() {
        answers.addAll(List.of(LOST, LOST, LOST));

        assertThat(run(SUBMIT)).isEqualTo(Exit.UNREACHABLE);

        assertThat(err.toString())
                .contains("may have been accepted", "--idempotency-key " + keys.getFirst())
                .doesNotContain("start one");
    }

    @Test
    void failsWhereItsOutputCannotBeWritten() {
        answers.add(new Answer(200, "{\"items\": []}"));
        Writer full =
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int length) throws IOException {
                        throw new IOException("no space left on device");
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };

        assertThat(run(full, "modes", "--json")).isEqualTo(Exit.FAILED);

        assertThat(err.toString()).contains("could not be written");
    }

    @Test
    void namesTheOptionOfAnAddressThatIsTaken() {
        InetSocketAddress taken = server.getAddress();

        assertThatThrownBy(() -> Ports.check("--http, regatta.http.port", taken))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(Exit.USAGE))
                .hasMessageContaining(
                        "127.0.0.1:" + taken.getPort() + " (--http, regatta.http.port)");
    }

    private int run(String... arguments) {
        return run(out, arguments);
    }

    private int run(Writer output, String... arguments) {
        CommandLine line = Regatta.commandLine();
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--coordinator", "http://127.0.0.1:" + server.getAddress().getPort()));
        return Regatta.run(line, all.toArray(String[]::new));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            body.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            paths.add(exchange.getRequestURI().toString());
            keys.add(
                    Objects.requireNonNullElse(
                            exchange.getRequestHeaders().getFirst("Idempotency-Key"), ""));
            Answer answer = answers.remove();
            if (answer.equals(LOST)) {
                return;
            }
            byte[] text = answer.text().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
        } catch (IOException broken) {
            body.completeExceptionally(broken);
        }
    }
}
