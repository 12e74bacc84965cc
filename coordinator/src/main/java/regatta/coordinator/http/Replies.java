package regatta.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers that are no problem. */
final class Replies {
    private Replies() {}

    static HttpResponse json(int status, JsonNode body) {
        return bytes(status, "application/json", Json.bytes(body));
    }

    static HttpResponse bytes(int status, String mediaType, byte[] body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.parse(mediaType), body));
    }

    /** A page of a list; {@code next} is the cursor of the following one. */
    static <T> HttpResponse page(
            List<T> items, Function<T, JsonNode> shown, Optional<String> next) {
        ObjectNode page = Json.MAPPER.createObjectNode();
        ArrayNode list = page.putArray("items");
        items.forEach(item -> list.add(shown.apply(item)));
        page.put("next", next.orElse(null));
        return json(200, page);
    }
}
