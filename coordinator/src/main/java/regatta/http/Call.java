package regatta.http;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that found its route.
 *
 * @param variables of the path, decoded
 * @param mediaType what the client prefers of what the route produces
 */
public record Call(HttpRequest request, Map<String, String> variables, String mediaType) {

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

    /** Starts to read the query; parameters other than these are errors. */
    public Query query(String... known) {
        return new Query(request, known);
    }
}
