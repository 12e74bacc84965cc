package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import regatta.Regatta;

/** Commands against a server that answers what a coordinator would. */
class RequestsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    private record Answer(int status, String text) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void submitsNothingOfAListThatCannotBeReadToItsEnd(@TempDir Path folder) throws Exception {
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
    void watchesAJobOfACoordinatorThatIsBusyMeanwhile() {
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"RUNNING\"}"));
        answers.add(new Answer(503, "{\"detail\": \"busy\"}"));
        answers.add(new Answer(200, "{\"id\": \"j\", \"state\": \"SUCCEEDED\"}"));

        assertThat(run("watch", "j", "--json")).as(err.toString()).isEqualTo(Exit.OK);

        assertThat(out.toString()).contains("SUCCEEDED");
        assertThat(answers).isEmpty();
    }

    private int run(String... arguments) {
        CommandLine line = Regatta.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--coordinator", "http://127.0.0.1:" + server.getAddress().getPort()));
        return line.execute(all.toArray(String[]::new));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            body.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.remove();
            byte[] text = answer.text().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
        } catch (IOException broken) {
            body.completeExceptionally(broken);
        }
    }
}
