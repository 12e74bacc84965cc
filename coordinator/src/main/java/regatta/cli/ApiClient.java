package regatta.cli;

import regatta.Regatta;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP API; each refusal is a {@link CommandException} whose message is for people.
 *
 * <p>The JDK's oldest client is used because it loads fastest: most commands are one request long.
 */
public final class ApiClient implements Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(90);
    private static final String CONTENT_TYPE = "Content-Type";
    private static final int CHUNK = 64 * 1024;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    /** What a coordinator that is busy answers, and a proxy before one that restarts. */
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final URI base;
    private final Duration read;

    public ApiClient(String url) {
        this(url, READ);
    }

    /** Makes a client that waits for an answer only so long. */
    public ApiClient(String url, Duration read) {
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
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return json(send("GET", path, null, Map.of()));
    }

    @Override
    public JsonNode send(String method, String path, @Nullable JsonNode body) {
        return json(send(method, path, body == null ? null : content(body), Map.of()));
    }

    /** Posts a body that is written as it is sent, whatever its size: JSON, unless headers say. */
    JsonNode post(String path, Content body, Map<String, String> headers) {
        return json(send("POST", path, body, headers));
    }

    /** Writes a body; where it throws, the request is broken off. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer whose body is read as it comes.
     *
     * @param problem one line for people where the status is a refusal
     */
    record Body(int status, InputStream stream, String problem) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Asks for something that may be large, and takes refusals as they come. */
    Body open(String path, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = connection("GET", path, headers);
        int status = connection.getResponseCode();
        if (status < BAD_REQUEST) {
            return new Body(status, connection.getInputStream(), "");
        }
        String problem =
                String.valueOf(refused(status, read(connection, status), null).getMessage());
        return new Body(status, InputStream.nullInputStream(), problem);
    }

    /** The body of an answer as text, in the form that is asked for. */
    String text(String path, String accept) {
        return send("GET", path, null, Map.of("Accept", accept));
    }

    static Content content(JsonNode body) {
        return out -> out.write(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String send(
            String method, String path, @Nullable Content body, Map<String, String> headers) {
        try {
            HttpURLConnection connection = connection(method, path, headers);
            if (body != null) {
                write(connection, body);
            } else if ("POST".equals(method)) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(0);
                connection.getOutputStream().close();
            }
            int status = connection.getResponseCode();
            String answer = read(connection, status);
            if (status >= BAD_REQUEST) {
                throw refused(status, answer, retryAfter(connection, status));
            }
            return answer;
        } catch (IOException failure) {
            throw new CommandException(
                    Exit.UNREACHABLE,
                    "no coordinator answers at %s (%s); start one with: regatta coordinator"
                            .formatted(base, failure.getMessage()),
                    RETRY);
        }
    }

    private HttpURLConnection connection(String method, String path, Map<String, String> headers)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) read.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private static void write(HttpURLConnection connection, Content body) throws IOException {
        connection.setDoOutput(true);
        if (connection.getRequestProperty(CONTENT_TYPE) == null) {
            connection.setRequestProperty(CONTENT_TYPE, "application/json");
        }
        connection.setChunkedStreamingMode(CHUNK);
        OutputStream out = connection.getOutputStream();
        boolean whole = false;
        try {
            body.writeTo(out);
            out.close();
            whole = true;
        } finally {
            if (!whole) {
                // Closing the stream would end the body as if it were whole.
                connection.disconnect();
            }
        }
    }

    private static String read(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in =
                status >= BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** How long to wait where what answers is only busy or about to start; null elsewhere. */
    private static @Nullable Duration retryAfter(HttpURLConnection connection, int status) {
        if (!PASSING.contains(status)) {
            return null;
        }
        int seconds = connection.getHeaderFieldInt("Retry-After", -1);
        return seconds < 0 ? RETRY : Duration.ofSeconds(seconds);
    }

    /** Makes one line of a problem (RFC 9457). */
    private static CommandException refused(
            int status, String answer, @Nullable Duration retryAfter) {
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
        return new CommandException(code, message.toString(), retryAfter);
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
