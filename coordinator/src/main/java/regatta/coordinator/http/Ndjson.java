package regatta.coordinator.http;

import java.lang.reflect.RecordComponent;
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
 * Streams the entries of a record's list, one a line of JSON, however many there are; the record is
 * in memory until its reader has all of it, so that readers are limited. Safe from any thread.
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

    HttpResponse stream(Record record) {
        Source<ByteString, NotUsed> chunks =
                Source.lazySource(() -> counted(entries(record)))
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

    private Source<Object, NotUsed> counted(List<Object> entries) {
        streams.incrementAndGet();
        return Source.<Object>from(entries)
                .watchTermination((_, ended) -> {
                    var _ = ended.whenComplete((_, _) -> streams.decrementAndGet());
                    return NotUsed.getInstance();
                });
    }

    /** The entries of its first list; the record itself where it has none. */
    @SuppressWarnings("unchecked")
    private static List<Object> entries(Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (List.class.isAssignableFrom(component.getType())) {
                try {
                    return (List<Object>) component.getAccessor().invoke(record);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("a component that cannot be read", e);
                }
            }
        }
        return List.of(record);
    }
}
