package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends the requests of a comparison to the HTTP API of a coordinator. */
@FunctionalInterface
public interface Api {

    /**
     * Sends one request and returns the body of the answer. Throws an exception with a message for
     * people if the coordinator refuses the request.
     *
     * @param path the path from the server's root, such as {@code /api/v1/jobs}
     */
    JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException;
}
