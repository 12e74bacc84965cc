package regatta.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>A stream sends a comment again and again. It shows the client that the server lives, and fills
 * the buffers between both if the client reads nothing. Then {@link ReadDeadline} ends the
 * connection. The first comments are long enough to fill the usual buffers soon.
 *
 * <p>Safe from any thread.
 */
public final class EventStream {
    public static final String MEDIA_TYPE = "text/event-stream";

    private static final ByteString COMMENT = comment(4 << 10);
    private static final ByteString LONG_COMMENT = comment(64 << 10);
    private static final long LONG_COMMENTS = 4;

    /**
     * The time between two readings of the state. This time is longer than a tenth of a second, so
     * that a stream has at most ten events in a second.
     */
    private static final Duration BETWEEN = Duration.ofMillis(110);

    /** With more streams than this at a time, further ones read the state more rarely. */
    private static final int OFTEN_READ = 50;

    private final Duration betweenComments;
    private final SharedKillSwitch stop;
    private final AtomicInteger reading = new AtomicInteger();

    /**
     * Makes streams.
     *
     * @param betweenComments the time between two comments
     * @param stop ends every stream
     */
    public EventStream(Duration betweenComments, SharedKillSwitch stop) {
        this.betweenComments = betweenComments;
        this.stop = stop;
    }

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
                Source.fromMaterializer((_, _) -> views(present, watched))
                        .mapMaterializedValue(_ -> NotUsed.notUsed())
                        .takeWhile(view -> !watched.ended().test(view), true)
                        .map(watched.event()::apply));
    }

    public HttpResponse of(Source<Event, NotUsed> told) {
        Source<ByteString, NotUsed> events =
                told.map(Event::bytes).merge(comments(), true).via(stop.flow());
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), events))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
    }

    /** Returns whether an answer is a stream of events. */
    static boolean is(HttpResponse response) {
        return response.entity().getContentType().mediaType().toString().equals(MEDIA_TYPE);
    }

    private Source<ByteString, NotUsed> comments() {
        return Source.tick(betweenComments, betweenComments, NotUsed.notUsed())
                .mapMaterializedValue(_ -> NotUsed.notUsed())
                .zipWithIndex()
                .map(tick -> tick.second() < LONG_COMMENTS ? LONG_COMMENT : COMMENT);
    }

    private static ByteString comment(int length) {
        String line = ": still here " + ".".repeat(50) + "\n";
        return ByteString.fromString(line.repeat(length / line.length()) + "\n");
    }

    private <V> Source<V, NotUsed> views(V present, Watched<V> watched) {
        Duration between = BETWEEN.multipliedBy(1 + reading.getAndIncrement() / OFTEN_READ);
        Source<V, NotUsed> later =
                Source.tick(between, between, NotUsed.notUsed())
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
                .mapConcat(changed -> changed)
                .watchTermination((_, end) -> {
                    var _ = end.whenComplete((_, _) -> reading.decrementAndGet());
                    return NotUsed.notUsed();
                });
    }
}
