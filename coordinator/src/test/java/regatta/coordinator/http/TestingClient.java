package regatta.coordinator.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a coordinator over a socket, and holds every exchange to the API's document that the
 * coordinator serves; safe from any thread.
 */
public final class TestingClient implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(90);

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private volatile @Nullable TestingDocument document;

    public TestingClient(URI base) {
        this.base = base;
    }

    public HttpResponse<String> get(String target, String... headers)
            throws IOException, InterruptedException {
        return send("GET", target, "", headers);
    }

    /** Sends JSON. */
    public HttpResponse<String> post(String target, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", target, body, headers);
    }

    /** Sends a request whose body is JSON; {@code headers} are names and values in turn. */
    public HttpResponse<String> send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        TestingDocument known = document();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(target))
                        .timeout(ANSWER_WITHIN)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        known.check(
                new TestingDocument.Exchange(
                        method,
                        target,
                        body,
                        answer.statusCode(),
                        header(answer, "Content-Type").orElse("").replaceFirst(";.*", ""),
                        name -> header(answer, name),
                        answer.body()));
        return answer;
    }

    private static Optional<String> header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name);
    }

    /** The document of the coordinator that answered first. */
    public TestingDocument document() throws IOException, InterruptedException {
        TestingDocument known = document;
        if (known == null) {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/openapi.json")).build();
            known = TestingDocument.of(client.send(request, BodyHandlers.ofString()).body());
            document = known;
        }
        return known;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
