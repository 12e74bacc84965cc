package regatta.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One method of one path.
 *
 * @param path segments, where {@code {name}} stands for any one
 * @param readsBody whether the handler reads the body; otherwise it is thrown away
 * @param produces media types of its answers, the preferred first
 */
public record Route(
        String method, String path, boolean readsBody, List<String> produces, Handler handler) {
    private static final String JSON = "application/json";

    /** Answers a call; throws or fails with a {@link ProblemException} where it cannot. */
    public interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    public Route {
        produces = List.copyOf(produces);
    }

    public static Route get(String path, Handler handler) {
        return get(path, List.of(JSON), handler);
    }

    public static Route get(String path, List<String> produces, Handler handler) {
        return new Route("GET", path, false, produces, handler);
    }

    public static Route post(String path, Handler handler) {
        return new Route("POST", path, false, List.of(JSON), handler);
    }

    public static Route postBody(String path, Handler handler) {
        return new Route("POST", path, true, List.of(JSON), handler);
    }

    public static Route putBody(String path, Handler handler) {
        return new Route("PUT", path, true, List.of(JSON), handler);
    }

    /** The path's variables by name, when these segments are of this path. */
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
