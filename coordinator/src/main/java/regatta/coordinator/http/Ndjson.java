package regatta.coordinator.http;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
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
                Source.fromIterator(() -> starts(entries.size()))
                        .map(from -> chunk(entries, from))
                        .async(HttpSettings.READERS, 1);
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), chunks));
    }

    /** Returns the index of the first entry of each chunk. */
    private static Iterator<Integer> starts(int entries) {
        return IntStream.iterate(0, from -> from < entries, from -> from + LINES_A_CHUNK)
                .iterator();
    }

    private static ByteString chunk(List<?> entries, int from) {
        int until = Math.min(entries.size(), from + LINES_A_CHUNK);
        return ByteString.fromArrayUnsafe(Json.lines(entries.subList(from, until)));
    }
}
