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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP API. A refusal throws a {@link CommandException} with a message for people.
 *
 * <p>It uses the JDK's oldest HTTP client because that one loads fastest: most commands send one
 * request.
 */
public final class ApiClient implements Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(90);
    private static final String CONTENT_TYPE = "Content-Type";
    private static final int CHUNK = 64 * 1024;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    /**
     * A busy coordinator answers with one of these, and so does a proxy whose coordinator restarts.
     */
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final URI base;
    private final Duration read;

    public ApiClient(String url) {
        this(url, READ);
    }

    /** Creates a client that waits at most {@code read} for an answer. */
    public ApiClient(String url, Duration read) {
        this.read = read;
        try {
            base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (URISyntaxException wrong) {
            throw new CommandException(Exit.USAGE, "--coordinator: not a URL: " + url);
        }
        if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
            throw new CommandException(
                    Exit.USAGE, "--coordinator takes a URL such as http://127.0.0.1:8080");
        }
    }

    /** Encodes any text as one segment of a path. */
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

    /** Posts a body while it is written: JSON, unless {@code headers} say otherwise. */
    JsonNode post(String path, Content body, Map<String, String> headers) {
        return json(send("POST", path, body, headers));
    }

    /** Writes a body. If it throws, the client breaks the request off. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer whose body the caller streams.
     *
     * @param problem one line for people if the status is a refusal
     */
    record Body(int status, InputStream stream, String problem) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Sends GET for a body that may be large. A refusal returns instead of throwing. */
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

    /** Returns the body of an answer as text in the format {@code accept}. */
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
                // Closing the stream instead would make a truncated body look complete.
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

    /**
     * Returns how long to wait before the next try if the server is only busy or still starting;
     * else null.
     */
    private static @Nullable Duration retryAfter(HttpURLConnection connection, int status) {
        if (!PASSING.contains(status)) {
            return null;
        }
        int seconds = connection.getHeaderFieldInt("Retry-After", -1);
        return seconds < 0 ? RETRY : Duration.ofSeconds(seconds);
    }

    /** Turns a problem (RFC 9457) into one line. */
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
                    Exit.UNREACHABLE, "the server at this address is not a Regatta coordinator");
        }
    }
}
