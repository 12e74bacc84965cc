package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.coordinator.api.JobView;

/**
 * Streams what happens to a job as server-sent events: {@code progress} whenever it changed, and
 * {@code ended} last.
 *
 * <p>The coordinator is asked again and again, only while somebody reads: a reader that stalls
 * costs one unread view, and one that comes back gets the present state whatever it missed.
 */
final class JobEvents {
    static final String MEDIA_TYPE = "text/event-stream";

    /** A little more than a tenth of a second, so that no second holds more than ten events. */
    private static final Duration BETWEEN = Duration.ofMillis(110);

    private final CoordinatorAsks coordinator;
    private final Duration silence;
    private final SharedKillSwitch stop;

    /**
     * Makes the streams; {@code silence} is the time after which a comment shows that all is well.
     */
    JobEvents(CoordinatorAsks coordinator, Duration silence, SharedKillSwitch stop) {
        this.coordinator = coordinator;
        this.silence = silence;
        this.stop = stop;
    }

    HttpResponse stream(JobView present) {
        Source<ByteString, NotUsed> events =
                views(present)
                        .takeWhile(job -> !job.state().terminal(), true)
                        .map(JobEvents::event)
                        .keepAlive(silence, () -> ByteString.fromString(": still here\n\n"))
                        .via(stop.flow());
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(MEDIA_TYPE), events))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
    }

    private Source<JobView, NotUsed> views(JobView present) {
        Source<JobView, NotUsed> later =
                Source.tick(BETWEEN, BETWEEN, present.id().value())
                        .mapAsync(1, coordinator::job)
                        .mapMaterializedValue(_ -> NotUsed.notUsed());
        return Source.single(present)
                .concatLazy(later)
                .statefulMap(
                        () -> -1L,
                        (version, job) ->
                                Pair.create(
                                        job.version(),
                                        job.version() == version
                                                ? List.<JobView>of()
                                                : List.of(job)),
                        _ -> Optional.empty())
                .mapConcat(changed -> changed);
    }

    private static ByteString event(JobView job) {
        boolean ended = job.state().terminal();
        ObjectNode data = ended ? JobJson.whole(job) : running(job);
        int settled = job.progress().succeeded() + job.progress().failed();
        return ByteString.fromString(
                "event: %s\nid: %d\ndata: %s\n\n"
                        .formatted(ended ? "ended" : "progress", settled, Json.line(data)));
    }

    private static ObjectNode running(JobView job) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("id", job.id().value());
        data.put("state", job.state().name());
        data.set("progress", JobJson.progress(job.progress()));
        data.put("waitingFor", job.waitingFor());
        return data;
    }
}
