package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.cli.compare.Api;

/**
 * A client of the HTTP API; each refusal is a {@link CommandException} whose message is for people.
 *
 * <p>The JDK's oldest client is used because it loads fastest: most commands are one request long.
 */
final class ApiClient implements Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(90);
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final URI base;
    private final Duration read;

    ApiClient(String url) {
        this(url, READ);
    }

    /** Makes a client that waits for an answer only so long. */
    ApiClient(String url, Duration read) {
        this.read = read;
        try {
            base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (URISyntaxException wrong) {
            throw new CommandException(Exit.USAGE, "--coordinator: no URL: " + url);
        }
        if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
            throw new CommandException(
                    Exit.USAGE, "--coordinator takes a URL such as http://127.0.0.1:8080");
        }
    }

    /** One segment of a path, whatever it contains. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(send("GET", path, null, Map.of()));
    }

    @Override
    public JsonNode send(String method, String path, @Nullable JsonNode body) {
        return json(send(method, path, body == null ? null : body.toString(), Map.of()));
    }

    JsonNode post(String path, String body, Map<String, String> headers) {
        return json(send("POST", path, body, headers));
    }

    /** The body of an answer as text, in the form that is asked for. */
    String text(String path, String accept) {
        return send("GET", path, null, Map.of("Accept", accept));
    }

    private String send(
            String method, String path, @Nullable String body, Map<String, String> headers) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(base + path).toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) read.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", "application/json");
            headers.forEach(connection::setRequestProperty);
            if (body != null || "POST".equals(method)) {
                write(connection, body == null ? "" : body);
            }
            int status = connection.getResponseCode();
            String answer = read(connection, status);
            if (status >= BAD_REQUEST) {
                throw refused(status, answer);
            }
            return answer;
        } catch (IOException failure) {
            throw new CommandException(
                    Exit.UNREACHABLE,
                    "no coordinator answers at %s (%s); start one with: regatta coordinator"
                            .formatted(base, failure.getMessage()));
        }
    }

    private static void write(HttpURLConnection connection, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(bytes.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
        }
    }

    private static String read(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in =
                status >= BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Makes one line of a problem (RFC 9457). */
    private static CommandException refused(int status, String answer) {
        StringBuilder message = new StringBuilder();
        try {
            JsonNode problem = JSON.readTree(answer);
            message.append(problem.path("detail").asText(problem.path("title").asText()));
            for (JsonNode error : problem.path("errors")) {
                message.append("\n  ")
                        .append(error.path("pointer").asText())
                        .append(": ")
                        .append(error.path("detail").asText());
            }
        } catch (IOException noJson) {
            message.append("HTTP status ").append(status);
        }
        int code = status >= SERVER_ERROR ? Exit.FAILED : Exit.USAGE;
        return new CommandException(code, message.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new CommandException(
                    Exit.UNREACHABLE, "what answers there is no coordinator of Regatta");
        }
    }
}
