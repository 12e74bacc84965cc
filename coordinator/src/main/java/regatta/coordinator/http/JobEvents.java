package regatta.coordinator.http;

import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.Watch;
import regatta.http.EventStream;
import regatta.http.Json;
import regatta.http.OwnJson;
import regatta.protocol.JobId;

/**
 * Streams the events of a job: an event {@code progress} for each change, and at last the event
 * {@code ended}.
 */
public final class JobEvents {
    private final Jobs jobs;
    private final EventStream streams;
    private final JobBody json;

    public JobEvents(Jobs jobs, EventStream streams, JobBody json) {
        this.json = json;
        this.jobs = jobs;
        this.streams = streams;
    }

    HttpResponse stream(JobId id) {
        return streams.of(views(id).map(this::event));
    }

    /**
     * Returns the views of a job. If a reader is slow, a newer view replaces the view that the
     * reader has not read yet.
     */
    private Source<JobView, NotUsed> views(JobId id) {
        return Source.<JobView>queue(1, OverflowStrategy.dropHead())
                .mapMaterializedValue(queue -> {
                    Watch watch = jobs.watch(id, job -> offer(queue, job));
                    var _ = queue.watchCompletion().whenComplete((_, _) -> watch.close());
                    return NotUsed.notUsed();
                });
    }

    private static void offer(SourceQueueWithComplete<JobView> queue, JobView job) {
        var _ = queue.offer(job);
        if (job.state().terminal()) {
            queue.complete();
        }
    }

    private EventStream.Event event(JobView job) {
        boolean ended = job.state().terminal();
        OwnJson data = ended ? json.whole(job) : json.running(job);
        int settled = job.progress().succeeded() + job.progress().failed();
        return new EventStream.Event(ended ? "ended" : "progress", settled, Json.line(data));
    }
}
