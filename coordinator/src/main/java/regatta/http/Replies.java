package regatta.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import regatta.document.Html;

/** Makes answers that are not problems. */
public final class Replies {
    private Replies() {}

    public static HttpResponse json(int status, Object body) {
        return bytes(status, "application/json", Json.bytes(body));
    }

    /** Makes an answer with a body that the caller must not change later. */
    public static HttpResponse bytes(int status, String mediaType, byte[] body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(
                        HttpEntities.create(
                                ContentTypes.parse(mediaType), ByteString.fromArrayUnsafe(body)));
    }

    /**
     * Makes an answer with a document for people. With an HTML page the answer has the content
     * security policy of all Regatta's pages.
     */
    public static HttpResponse document(String mediaType, byte[] body) {
        HttpResponse response = bytes(200, mediaType, body);
        return mediaType.startsWith("text/html")
                ? response.addHeader(RawHeader.create("Content-Security-Policy", Html.POLICY))
                : response;
    }

    /** Makes an entity tag that changes with the revision. */
    public static RawHeader etag(String id, String revision) {
        return RawHeader.create("ETag", "\"" + id + "." + revision + "\"");
    }

    /**
     * Answers with the body, or with 304 if the client already has the body with the entity tag
     * {@code etag}.
     */
    public static HttpResponse unlessKnown(Call call, RawHeader etag, Supplier<?> body) {
        HttpResponse response =
                knows(call.header("If-None-Match").orElse(""), etag.value())
                        ? HttpResponse.create().withStatus(304)
                        : json(200, body.get());
        return response.addHeader(RawHeader.create("Cache-Control", "no-cache")).addHeader(etag);
    }

    /**
     * Returns whether a client's list of entity tags contains {@code tag}, by weak comparison (RFC
     * 9110, 13.1.2).
     */
    public static boolean knows(String tags, String tag) {
        return tags.equals("*")
                || Stream.of(tags.split(",")).anyMatch(one -> one.strip().endsWith(tag));
    }

    /**
     * Answers with a page of a list; {@code next} is the cursor of the next page, and empty on the
     * last page.
     */
    public static <T> HttpResponse page(
            List<T> items, Function<T, ?> shown, Optional<String> next) {
        List<?> all = items.stream().map(shown).toList();
        OwnJson page =
                (out, values) -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("items");
                    for (Object each : all) {
                        values.defaultSerializeValue(each, out);
                    }
                    out.writeEndArray();
                    out.writeStringField("next", next.orElse(null));
                    out.writeEndObject();
                };
        return json(200, page);
    }
}
