package regatta.coordinator.http;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.http.Json;
import regatta.http.Problem;

/**
 * Streams the entries of a list, one a line of JSON, however many there are. The list stays in
 * memory until its reader has all of it, so the number of readers is limited. Safe from any thread.
 */
final class Ndjson {
    static final String MEDIA_TYPE = "application/x-ndjson";
    private static final int LINES_A_CHUNK = 256;

    private static final int MAX_STREAMS = 8;

    private final AtomicInteger streams = new AtomicInteger();

    /** Refuses one more reader where there are as many as there may be. */
    void check() {
        if (streams.get() >= MAX_STREAMS) {
            throw Problem.unavailable(
                    "%d streams of entries are being read, which is the limit"
                            .formatted(MAX_STREAMS));
        }
    }

    HttpResponse stream(List<?> entries) {
        Source<ByteString, NotUsed> chunks =
                Source.lazySource(() -> counted(entries))
                        .mapMaterializedValue(_ -> NotUsed.getInstance())
                        .grouped(LINES_A_CHUNK)
                        .map(lines -> {
                            StringBuilder chunk = new StringBuilder();
                            lines.forEach(line -> chunk.append(Json.line(line)).append('\n'));
                            return ByteString.fromString(chunk.toString());
                        });
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), chunks));
    }

    private Source<Object, NotUsed> counted(List<?> entries) {
        streams.incrementAndGet();
        return Source.<Object>from(Collections.unmodifiableList(entries))
                .watchTermination((_, ended) -> {
                    var _ = ended.whenComplete((_, _) -> streams.decrementAndGet());
                    return NotUsed.getInstance();
                });
    }
}
