package regatta.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Streams the states of a thing, such as a job, as server-sent events: an event for each change,
 * and a last event for the end.
 *
 * <p>For a client that stalls, the server holds only one unread state. After a client reconnects,
 * the first event has the present state.
 *
 * @param silence the time without an event after which the stream sends a comment, as a sign of
 *     life
 * @param stop the switch that ends every stream
 */
public record EventStream(Duration silence, SharedKillSwitch stop) {
    public static final String MEDIA_TYPE = "text/event-stream";

    /**
     * The time between two readings of the state. This time is longer than a tenth of a second, so
     * that a stream has at most ten events in a second.
     */
    private static final Duration BETWEEN = Duration.ofMillis(110);

    /**
     * The source of a stream: a thing, such as a job, whose states the stream sends.
     *
     * @param latest asks for the present state of the thing
     * @param revision returns a text for a state. If the text differs from the text of the state
     *     before, the client gets an event.
     * @param ended returns whether a state is the last state of the thing
     * @param event makes the event of a state
     */
    public record Watched<V>(
            Supplier<CompletionStage<V>> latest,
            Function<V, String> revision,
            Predicate<V> ended,
            Function<V, Event> event) {}

    /** One event; {@code data} has no line break. */
    public record Event(String name, long id, String data) {
        private ByteString bytes() {
            return ByteString.fromString(
                    "event: %s\nid: %d\ndata: %s\n\n".formatted(name, id, data));
        }
    }

    public <V> HttpResponse of(V present, Watched<V> watched) {
        return of(
                views(present, watched)
                        .takeWhile(view -> !watched.ended().test(view), true)
                        .map(watched.event()::apply));
    }

    public HttpResponse of(Source<Event, NotUsed> told) {
        Source<ByteString, NotUsed> events =
                told.map(Event::bytes)
                        .keepAlive(silence, () -> ByteString.fromString(": still here\n\n"))
                        .via(stop.flow());
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), events))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
    }

    private static <V> Source<V, NotUsed> views(V present, Watched<V> watched) {
        Source<V, NotUsed> later =
                Source.tick(BETWEEN, BETWEEN, NotUsed.notUsed())
                        .mapAsync(1, _ -> watched.latest().get())
                        .mapMaterializedValue(_ -> NotUsed.notUsed());
        return Source.single(present)
                .concatLazy(later)
                .statefulMap(
                        () -> "",
                        (known, view) -> {
                            String now = watched.revision().apply(view);
                            return Pair.create(
                                    now, now.equals(known) ? List.<V>of() : List.of(view));
                        },
                        _ -> Optional.empty())
                .mapConcat(changed -> changed);
    }
}
