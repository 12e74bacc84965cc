package regatta.coordinator.http;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Streams the entries of a record's list, one a line of JSON, however many there are. */
final class Ndjson {
    static final String MEDIA_TYPE = "application/x-ndjson";
    private static final int LINES_A_CHUNK = 256;

    private Ndjson() {}

    static HttpResponse stream(Record record) {
        Source<ByteString, NotUsed> chunks =
                Source.<Object>from(entries(record))
                        .grouped(LINES_A_CHUNK)
                        .map(lines -> {
                            StringBuilder chunk = new StringBuilder();
                            lines.forEach(line -> chunk.append(Json.line(line)).append('\n'));
                            return ByteString.fromString(chunk.toString());
                        });
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), chunks));
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
