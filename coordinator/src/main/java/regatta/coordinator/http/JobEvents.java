package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.api.JobView;
import regatta.http.EventStream;
import regatta.http.Json;

/** The events of a job: {@code progress} whenever it changed, and {@code ended} last. */
public final class JobEvents {
    private final CoordinatorAsks coordinator;
    private final EventStream streams;

    public JobEvents(CoordinatorAsks coordinator, EventStream streams) {
        this.coordinator = coordinator;
        this.streams = streams;
    }

    HttpResponse stream(JobView present) {
        return streams.of(
                present,
                new EventStream.Watched<JobView>(
                        () -> coordinator.job(present.id().value()),
                        JobView::revision,
                        job -> job.state().terminal(),
                        JobEvents::event));
    }

    private static EventStream.Event event(JobView job) {
        boolean ended = job.state().terminal();
        ObjectNode data = ended ? JobJson.whole(job) : running(job);
        int settled = job.progress().succeeded() + job.progress().failed();
        return new EventStream.Event(ended ? "ended" : "progress", settled, Json.line(data));
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
