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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import regatta.machine.Visible;

/**
 * A client of the HTTP API. If the coordinator refuses a request, the client throws a {@link
 * CommandException} with a message for people.
 *
 * <p>The client uses the JDK's oldest HTTP client. That HTTP client loads fastest, and most
 * commands send only one request.
 */
public final class ApiClient implements Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(90);
    private static final String CONTENT_TYPE = "Content-Type";
    private static final int CHUNK = 64 * 1024;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    /**
     * The HTTP statuses after which a later try may succeed. A busy coordinator sends such a
     * status, and so does a proxy while its coordinator restarts.
     */
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOST = Duration.ofMillis(100);
    private static final String START_ONE = "; start one with: regatta coordinator";
    private static final String UNKNOWN = "urn:regatta:problem:outcome-unknown";

    /** The largest number of times that the client posts the same body because answers are lost. */
    private static final int POSTS = 3;

    private final URI base;
    private final Duration read;
    private final String token;
    private final @Nullable SSLSocketFactory trust;

    public ApiClient(String url) {
        this(url, "");
    }

    /** Creates a client that sends the token with each request, unless the token is empty. */
    public ApiClient(String url, String token) {
        this(url, token, null);
    }

    /**
     * Creates a client that sends the token with each request, unless the token is empty.
     *
     * @param trust checks the certificate of a coordinator with HTTPS; null for the JDK's own CAs
     */
    public ApiClient(String url, String token, @Nullable SSLSocketFactory trust) {
        this(url, token, trust, READ);
    }

    /** Creates a client that waits at most {@code read} for an answer. */
    public ApiClient(String url, String token, @Nullable SSLSocketFactory trust, Duration read) {
        this.read = read;
        this.token = token;
        this.trust = trust;
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
        if ("POST".equals(method) && body != null) {
            String advice = "check whether it exists before you send it again";
            return post(path, content(body), Map.of(), UUID.randomUUID().toString(), advice);
        }
        return json(send(method, path, body == null ? null : content(body), Map.of()));
    }

    /**
     * Posts a body, and returns the answer. Streams the body, whatever the body's size. The body is
     * JSON unless the headers say otherwise. As long as the client does not know whether the
     * coordinator accepted the body, the client posts the body again. The coordinator recognizes a
     * repetition by the key.
     *
     * @param body the body, which the client may write several times
     * @param advice a text that tells the user what to do if the outcome remains unknown
     */
    JsonNode post(String path, Content body, Map<String, String> given, String key, String advice) {
        Map<String, String> headers = new HashMap<>(given);
        headers.put("Idempotency-Key", key);
        boolean heard = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return json(send("POST", path, body, headers));
            } catch (CommandException failure) {
                heard |= failure instanceof OutcomeUnknownException;
                if (!heard) {
                    throw failure;
                }
                if (attempt == POSTS || failure.retryAfter().isEmpty()) {
                    throw uncertain(failure, advice);
                }
                try {
                    Thread.sleep(failure.retryAfter().get());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw uncertain(failure, advice);
                }
            }
        }
    }

    private static CommandException uncertain(CommandException last, String advice) {
        String message = String.valueOf(last.getMessage()).replace(START_ONE, "");
        return new CommandException(
                last.exitCode(), message + "; the request may have been accepted: " + advice);
    }

    /**
     * Writes the body of a request. If the writing throws an exception, the client aborts the
     * request.
     */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer whose body the caller streams.
     *
     * @param problem one line for people if the coordinator refused the request; empty if the
     *     coordinator accepted the request
     */
    record Body(int status, InputStream stream, String problem) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /**
     * Sends GET for a body that may be large. If the coordinator refuses the request, the method
     * throws no exception and returns the HTTP status of the refusal.
     */
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

    /**
     * Cancels the job with this id. If no job has the id, cancels the comparison with the id.
     * Returns the job or comparison.
     */
    public JsonNode cancel(String id) {
        try {
            return send("POST", "/api/v1/jobs/" + segment(id) + "/cancel", null);
        } catch (NotFoundException noJob) {
            return send("POST", "/api/v1/comparisons/" + segment(id) + "/cancel", null);
        }
    }

    /**
     * Gets a resource, and returns the body of the answer as text with the media type {@code
     * accept}.
     */
    String text(String path, String accept) {
        return send("GET", path, null, Map.of("Accept", accept));
    }

    static Content content(JsonNode body) {
        return out -> out.write(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String send(
            String method, String path, @Nullable Content body, Map<String, String> headers) {
        HttpURLConnection connection = connected(method, path, body, headers);
        if (body != null) {
            upload(connection, body);
        }
        try {
            if (body == null && "POST".equals(method)) {
                connection.getOutputStream().close();
            }
            int status = connection.getResponseCode();
            String answer = read(connection, status);
            if (status >= BAD_REQUEST) {
                throw refused(status, answer, retryAfter(connection, status));
            }
            return answer;
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    private OutcomeUnknownException lost(IOException failure) {
        return new OutcomeUnknownException(
                Exit.UNREACHABLE,
                "the answer of the coordinator at %s was lost (%s)"
                        .formatted(base, failure.getMessage()),
                LOST);
    }

    private HttpURLConnection connected(
            String method, String path, @Nullable Content body, Map<String, String> headers) {
        try {
            HttpURLConnection connection = connection(method, path, headers);
            if (body != null) {
                connection.setDoOutput(true);
                if (connection.getRequestProperty(CONTENT_TYPE) == null) {
                    connection.setRequestProperty(CONTENT_TYPE, "application/json");
                }
                connection.setChunkedStreamingMode(CHUNK);
            } else if ("POST".equals(method)) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(0);
            }
            connection.connect();
            return connection;
        } catch (SSLException refused) {
            throw new CommandException(
                    Exit.UNREACHABLE,
                    "no safe connection to the coordinator at %s (%s); --ca-file names the CA of its certificate, and http:// is for one without HTTPS"
                            .formatted(base, refused.getMessage()));
        } catch (IOException failure) {
            throw new CommandException(
                    Exit.UNREACHABLE,
                    "no coordinator answers at %s (%s)".formatted(base, failure.getMessage())
                            + START_ONE,
                    RETRY);
        }
    }

    private HttpURLConnection connection(String method, String path, Map<String, String> headers)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        if (trust != null && connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(trust);
        }
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) read.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    /**
     * Sends the body of a request. Before the last byte is sent, the coordinator cannot have
     * accepted the request.
     */
    private void upload(HttpURLConnection connection, Content body) {
        boolean whole = false;
        boolean ending = false;
        try {
            OutputStream out = connection.getOutputStream();
            body.writeTo(out);
            ending = true;
            out.close();
            whole = true;
        } catch (IOException broken) {
            if (ending) {
                throw lost(broken);
            }
            throw new CommandException(
                    Exit.FAILED,
                    "the coordinator at %s ended the upload (%s): it is restarting, or the request"
                                    .formatted(base, broken.getMessage())
                            + " is too large; nothing was accepted");
        } finally {
            if (!whole) {
                // Closing the stream, instead of disconnecting, would make a truncated body look
                // complete.
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
     * Returns how long to wait before the next try if the server is busy or still starting; null if
     * another try cannot help.
     */
    private static @Nullable Duration retryAfter(HttpURLConnection connection, int status) {
        if (!PASSING.contains(status)) {
            return null;
        }
        int seconds = connection.getHeaderFieldInt("Retry-After", -1);
        return seconds < 0 ? RETRY : Duration.ofSeconds(seconds);
    }

    /**
     * Turns the body of a refusal, which is a problem (RFC 9457), into an exception with a message
     * for people.
     */
    private static CommandException refused(
            int status, String answer, @Nullable Duration retryAfter) {
        StringBuilder message = new StringBuilder();
        boolean unknown = false;
        try {
            JsonNode problem = JSON.readTree(answer);
            unknown = problem.path("type").asText().equals(UNKNOWN);
            String detail =
                    Visible.of(problem.path("detail").asText(problem.path("title").asText()));
            message.append(detail);
            JsonNode errors = problem.path("errors");
            boolean same =
                    errors.size() == 1 && detail.equals(errors.path(0).path("detail").asText());
            for (JsonNode error : same ? JSON.createArrayNode() : errors) {
                message.append("\n  ")
                        .append(Visible.of(error.path("pointer").asText()))
                        .append(": ")
                        .append(Visible.of(error.path("detail").asText()));
            }
        } catch (IOException noJson) {
            message.append("HTTP status ").append(status);
        }
        if (message.isEmpty()) {
            // HttpURLConnection keeps no body of a 401 to a request that had a body.
            message.append(
                    status == UNAUTHORIZED
                            ? "this coordinator wants a token that it knows"
                            : "HTTP status " + status);
        }
        if (status == UNAUTHORIZED) {
            message.append(
                    "; give one with --token-file, REGATTA_TOKEN or ~/.config/regatta/token");
        }
        if (status == NOT_FOUND) {
            return new NotFoundException(message.toString());
        }
        int code = status >= SERVER_ERROR ? Exit.FAILED : Exit.USAGE;
        if (unknown && retryAfter != null) {
            return new OutcomeUnknownException(code, message.toString(), retryAfter);
        }
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
