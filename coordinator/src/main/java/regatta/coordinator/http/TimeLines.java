package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.report.JobPage;
import regatta.http.Call;
import regatta.http.Json;
import regatta.http.Replies;
import regatta.workload.Workloads;

/**
 * Answers with the time line of a job, as JSON or in a page. A time line may have several
 * megabytes, so only a few time lines are made and read at the same time.
 */
public final class TimeLines {
    static final String HTML = "text/html; charset=UTF-8";
    private static final int MOST = 4;

    private final Jobs jobs;
    private final JobBody body;
    private final Workloads workloads;
    private final Permits permits;

    public TimeLines(Jobs jobs, JobBody body, Workloads workloads, ActorSystem<?> system) {
        this.jobs = jobs;
        this.body = body;
        this.workloads = workloads;
        this.permits = new Permits(MOST, "time lines", system);
    }

    CompletionStage<HttpResponse> json(Call call) {
        call.query().check();
        return permits.hold(
                () ->
                        JobIds.existing(call, jobs::timeLine)
                                .thenApply(sample -> streamed(Replies.json(200, sample))),
                () -> {});
    }

    /** Answers with an HTML page that has the report and the time line of an ended job. */
    CompletionStage<HttpResponse> page(JobView job) {
        return permits.hold(
                () ->
                        jobs.timeLine(job.id())
                                .thenApply(found -> page(job, found.orElse(AttemptSample.NONE))),
                () -> {});
    }

    private HttpResponse page(JobView job, AttemptSample sample) {
        ObjectNode data = Json.MAPPER.valueToTree(body.whole(job));
        data.set("sample", Json.MAPPER.valueToTree(sample));
        String page = JobPage.html(job, job.answer(workloads), sample, Json.line(data));
        return streamed(Replies.document(HTML, page.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the same answer with its body as a stream, so that the answer keeps its permit until
     * the client has read the body.
     */
    private static HttpResponse streamed(HttpResponse whole) {
        HttpEntity.Strict entity = (HttpEntity.Strict) whole.entity();
        return whole.withEntity(
                HttpEntities.create(
                        entity.getContentType(),
                        entity.getData().length(),
                        Source.single(entity.getData())));
    }
}
