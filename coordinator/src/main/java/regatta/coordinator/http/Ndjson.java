package regatta.coordinator.http;

import java.util.Collections;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.http.HttpSettings;
import regatta.http.Json;

/** Streams the entries of a list of any length, each as a JSON value in its own line. */
final class Ndjson {
    static final String MEDIA_TYPE = "application/x-ndjson";
    private static final int LINES_A_CHUNK = 256;

    private Ndjson() {}

    static HttpResponse stream(List<?> entries) {
        Source<ByteString, NotUsed> chunks =
                Source.<Object>from(Collections.unmodifiableList(entries))
                        .grouped(LINES_A_CHUNK)
                        .map(lines -> {
                            StringBuilder chunk = new StringBuilder();
                            lines.forEach(line -> chunk.append(Json.line(line)).append('\n'));
                            return ByteString.fromString(chunk.toString());
                        })
                        .async(HttpSettings.READERS, 1);
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), chunks));
    }
}
