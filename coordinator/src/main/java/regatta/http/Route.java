package regatta.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.http.auth.Scope;

/**
 * An HTTP method and a path, with the handler that answers requests for this method and path.
 *
 * @param path the path, in which a segment {@code {name}} stands for any text
 * @param reads the schema of the body that the handler reads; empty if the handler reads no body,
 *     so that the router discards the body
 * @param produces the media types of the route's answers, with the preferred media type first
 */
public record Route(
        String method,
        String path,
        String reads,
        List<String> produces,
        Handler handler,
        Operation operation) {
    private static final String JSON = "application/json";
    private static final String NO_BODY = "";
    private static final Pattern PUBLIC = Pattern.compile("/|/page/.*|/openapi\\.json|/health/.*");
    private static final Pattern OF_CLUSTER = Pattern.compile("/api/v1/(workers|pools)/.*");

    /**
     * Answers a call. If a handler cannot answer, it throws a {@link ProblemException} or returns a
     * stage that fails with a {@link ProblemException}.
     */
    public interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    public Route {
        produces = List.copyOf(produces);
    }

    public static Route get(String path, Handler handler, Operation operation) {
        return get(path, List.of(JSON), handler, operation);
    }

    public static Route get(
            String path, List<String> produces, Handler handler, Operation operation) {
        return new Route("GET", path, NO_BODY, produces, handler, operation);
    }

    public static Route post(String path, Handler handler, Operation operation) {
        return new Route("POST", path, NO_BODY, List.of(JSON), handler, operation);
    }

    public static Route postBody(String path, String schema, Handler handler, Operation operation) {
        return new Route("POST", path, schema, List.of(JSON), handler, operation);
    }

    public static Route putBody(String path, String schema, Handler handler, Operation operation) {
        return new Route("PUT", path, schema, List.of(JSON), handler, operation);
    }

    public static Route delete(String path, Handler handler, Operation operation) {
        return new Route("DELETE", path, NO_BODY, List.of(JSON), handler, operation);
    }

    public boolean readsBody() {
        return !reads.isEmpty();
    }

    /** Returns the scope that the caller's token needs; empty if the route needs no token. */
    public Optional<Scope> scope() {
        if (PUBLIC.matcher(path).matches()) {
            return Optional.empty();
        }
        if (method.equals("GET")) {
            return Optional.of(Scope.READ);
        }
        return Optional.of(OF_CLUSTER.matcher(path).matches() ? Scope.ADMIN : Scope.SUBMIT);
    }

    /** Returns the variables of the path by name; empty if the segments are of another path. */
    Optional<Map<String, String>> match(List<String> segments) {
        String[] own = path.substring(1).split("/", -1);
        if (own.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < own.length; i++) {
            if (own[i].startsWith("{")) {
                variables.put(own[i].substring(1, own[i].length() - 1), segments.get(i));
            } else if (!own[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
