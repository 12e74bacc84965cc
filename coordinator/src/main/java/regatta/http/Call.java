package regatta.http;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request and the variables of its route.
 *
 * @param variables the variables of the path, decoded
 * @param token the name of the request's token; null if the request needed no token
 * @param mediaType the media type that the client prefers among the route's media types
 */
public record Call(
        HttpRequest request,
        Map<String, String> variables,
        @Nullable String token,
        String mediaType) {

    public String variable(String name) {
        @Nullable String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no {" + name + "}");
        }
        return value;
    }

    public Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    /** Reads the query. A parameter that is not among {@code known} is an error. */
    public Query query(String... known) {
        return new Query(request, known);
    }
}
