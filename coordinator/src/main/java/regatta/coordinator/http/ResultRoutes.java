package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.RunReport;
import regatta.http.Call;
import regatta.http.EventStream;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.workload.TypedSpec;
import regatta.workload.Workloads;

/** Routes of a job's report, events, spec and output. */
public final class ResultRoutes {
    private static final String JSON = "application/json";

    private final Jobs jobs;
    private final Workloads workloads;
    private final List<ReportFormat> formats;
    private final TimeLines timeLines;
    private final JobEvents events;
    private final WholeJobs whole;

    public ResultRoutes(
            Jobs jobs,
            WholeJobs whole,
            Workloads workloads,
            List<ReportFormat> formats,
            TimeLines timeLines,
            JobEvents events) {
        this.jobs = jobs;
        this.whole = whole;
        this.workloads = workloads;
        this.formats = List.copyOf(formats);
        this.timeLines = timeLines;
        this.events = events;
    }

    public List<Route> routes() {
        String job = JobRoutes.JOBS + "/{id}";
        List<String> reports =
                Stream.concat(
                                Stream.of(JSON, TimeLines.HTML),
                                formats.stream().map(ReportFormat::mediaType))
                        .toList();
        return List.of(
                Route.get(
                        job + "/report",
                        reports,
                        this::report,
                        Operation.named(
                                        "getReport",
                                        "Read where the time of a job that ended went.")
                                .answers(200, "Report")
                                .fails(409, 503)),
                Route.get(
                        job + "/timeline",
                        timeLines::json,
                        Operation.named("getTimeLine", "Read when and where tasks of a job ran.")
                                .answers(200, "TimeLine")
                                .fails(503)),
                Route.get(
                        job + "/events",
                        List.of(EventStream.MEDIA_TYPE),
                        this::events,
                        Operation.named("followJob", "Follow a job until it ends.")
                                .answers(200, "JobEvents")
                                .fails(503)),
                Route.get(
                        job + "/spec",
                        List.of(Ndjson.MEDIA_TYPE),
                        this::spec,
                        Operation.named("streamSpec", "Stream every entry of a job's workload.")
                                .answers(200, "Lines")
                                .fails(409, 503)),
                Route.get(
                        job + "/output",
                        List.of(Ndjson.MEDIA_TYPE),
                        this::output,
                        Operation.named("streamOutput", "Stream every entry of a job's output.")
                                .answers(200, "Lines")
                                .fails(409, 503)));
    }

    private CompletionStage<HttpResponse> report(Call call) {
        return job(call)
                .thenCompose(job -> {
                    RunReport report = job.report();
                    if (report == null) {
                        throw Problem.conflict("job %s has no report".formatted(job.id()));
                    }
                    return call.mediaType().equals(TimeLines.HTML)
                            ? timeLines.page(job)
                            : CompletableFuture.completedStage(
                                    rendered(call.mediaType(), job, report));
                });
    }

    private HttpResponse rendered(String mediaType, JobView job, RunReport report) {
        for (ReportFormat format : formats) {
            if (format.mediaType().equals(mediaType)) {
                byte[] text = format.render().apply(job).getBytes(StandardCharsets.UTF_8);
                return Replies.document(mediaType, text);
            }
        }
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("job", job.id().value());
        job.answer(workloads).forEach(out.putArray("answer")::add);
        out.setAll((ObjectNode) Json.tree(report, CountedLists.LONGEST_ALONE));
        return Replies.json(200, out);
    }

    private CompletionStage<HttpResponse> events(Call call) {
        return job(call).thenApply(job -> events.stream(job.id()));
    }

    private CompletionStage<HttpResponse> spec(Call call) {
        call.query().check();
        return whole.read(call, job -> Ndjson.stream(typed(job).entries()));
    }

    private CompletionStage<HttpResponse> output(Call call) {
        call.query().check();
        return whole.read(
                call,
                job -> {
                    Record output = job.output();
                    if (output == null) {
                        throw Problem.conflict("job %s has no output".formatted(job.id()));
                    }
                    return Ndjson.stream(typed(job).entries(output));
                });
    }

    private TypedSpec<?, ?, ?, ?> typed(JobView job) {
        if (job.spec().workload() instanceof Cut) {
            throw Problem.conflict(
                    "no workload here can read the kind %s of job %s"
                            .formatted(job.spec().kind(), job.id()));
        }
        return workloads.typed(job.spec().kind(), job.spec().workload());
    }

    private CompletionStage<JobView> job(Call call) {
        call.query().check();
        return JobIds.existing(call, jobs::find);
    }
}
