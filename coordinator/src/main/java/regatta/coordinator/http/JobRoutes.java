package regatta.coordinator.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskView;
import regatta.http.Call;
import regatta.http.Cursor;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.Query;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.http.Turns;
import regatta.protocol.JobId;
import regatta.workload.Violation;

/** Routes of jobs and their tasks: submitting, reading, cancelling, deleting. */
public final class JobRoutes {
    static final String JOBS = "/api/v1/jobs";

    private final Jobs jobs;
    private final SubmissionReader submissions;
    private final JobBody json;
    private final Turns lists;
    private final Turns asked;

    /**
     * Makes the routes.
     *
     * @param lists limits how many lists are made at the same time, those of other routes included
     * @param asked limits how many small answers are made at the same time
     */
    public JobRoutes(
            Jobs jobs, SubmissionReader submissions, JobBody json, Turns lists, Turns asked) {
        this.jobs = jobs;
        this.submissions = submissions;
        this.json = json;
        this.lists = lists;
        this.asked = asked;
    }

    public List<Route> routes() {
        return List.of(
                Route.postBody(
                        JOBS,
                        "Submission",
                        this::submit,
                        Operation.named("submitJob", "Submit a job.")
                                .takes("IdempotencyKey")
                                .answers(202, "Job", "Location", "ETag")
                                .fails(409, 429, 503)
                                .alsoLines()),
                Route.get(
                        JOBS,
                        this::list,
                        Operation.named("listJobs", "List jobs, newest first.")
                                .takes("State", "Workload", "Mode", "Limit", "Cursor")
                                .answers(200, "JobPage")
                                .fails(503)),
                Route.get(
                        JOBS + "/{id}",
                        this::get,
                        Operation.named("getJob", "Read a job.")
                                .takes("Wait", "IfNoneMatch")
                                .answers(200, "Job", "ETag")
                                .answers(304, "", "ETag")
                                .fails(503)),
                Route.get(
                        JOBS + "/{id}/tasks",
                        this::tasks,
                        Operation.named("listTasks", "List the tasks of a job by index.")
                                .takes("TaskState", "Limit", "Cursor")
                                .answers(200, "TaskPage")
                                .fails(503)),
                Route.delete(
                        JOBS + "/{id}",
                        this::delete,
                        Operation.named(
                                        "deleteJob",
                                        "Delete a job that ended: its settlements and its key.")
                                .takes("Files")
                                .answers(204, "")
                                .fails(409, 503)),
                Route.post(
                        JOBS + "/{id}/retry",
                        this::retry,
                        Operation.named(
                                        "retryJob",
                                        "Submit a job of the tasks that failed in one that ended.")
                                .takes("IdempotencyKey")
                                .answers(202, "Job", "Location", "ETag")
                                .fails(409, 422, 429, 503)),
                Route.post(
                        JOBS + "/{id}/cancel",
                        this::cancel,
                        Operation.named("cancelJob", "Cancel a job; one that ended stays as it is.")
                                .answers(202, "Job")
                                .fails(503)));
    }

    private CompletionStage<HttpResponse> submit(Call call) {
        call.query().check();
        Optional<String> key = SubmissionReader.key(call);
        return submissions
                .read(call)
                .thenCompose(read ->
                        submit(
                                call.token(),
                                read.order(),
                                read.bytes(),
                                key.map(value -> new IdempotencyKey(value, read.digest()))))
                .thenApply(reply -> submitted(reply, key, "/retryFailed"));
    }

    private CompletionStage<HttpResponse> retry(Call call) {
        call.query().check();
        Optional<String> key = SubmissionReader.key(call);
        return JobIds.existing(call, id -> retried(id, call.token(), key))
                .thenApply(reply -> submitted(reply, key, ""));
    }

    /**
     * Submits a job that runs the failed tasks of a job again; empty if there is no job with this
     * id.
     */
    private CompletionStage<Optional<SubmitReply>> retried(
            JobId id, @Nullable String token, Optional<String> key) {
        Optional<IdempotencyKey> once =
                key.map(value -> new IdempotencyKey(value, "retry " + id.value()));
        return jobs.retryFailed(id, JobSettings.NONE, token, once)
                .thenApply(reply ->
                        reply instanceof SubmitReply.NoJob ? Optional.empty() : Optional.of(reply));
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        Query query = call.query("files");
        boolean files = query.flag("files");
        query.check();
        return JobIds.existing(call, jobs::find)
                .thenCompose(job ->
                        jobs.delete(job.id()).thenApply(deletion -> deleted(job, files, deletion)));
    }

    private HttpResponse deleted(JobView job, boolean files, Deletion deletion) {
        return switch (deletion) {
            case Deletion.Done() -> {
                if (files) {
                    jobs.discardFiles(job.id(), job.spec().kind());
                }
                yield HttpResponse.create().withStatus(204);
            }
            case Deletion.Unfinished() ->
                    throw Problem.conflict(
                            "job %s has not ended; cancel it first".formatted(job.id()));
            case Deletion.Absent() -> throw JobIds.absent(job.id().value());
            case Deletion.Busy(String detail) -> throw Problem.unavailable(detail);
        };
    }

    private CompletionStage<SubmitReply> submit(
            @Nullable String token,
            JobReader.Order order,
            long bytes,
            Optional<IdempotencyKey> key) {
        return switch (order) {
            case JobReader.Order.Job(var spec) -> jobs.submit(spec.by(token), bytes, key);
            case JobReader.Order.Retry(String job, var settings) ->
                    retryFailed(job, settings, token, key);
        };
    }

    private CompletionStage<SubmitReply> retryFailed(
            String job,
            JobSettings settings,
            @Nullable String token,
            Optional<IdempotencyKey> key) {
        JobId of;
        try {
            of = new JobId(job);
        } catch (IllegalArgumentException _) {
            return CompletableFuture.completedStage(new SubmitReply.NoJob());
        }
        return jobs.retryFailed(of, settings, token, key);
    }

    private HttpResponse submitted(SubmitReply reply, Optional<String> key, String pointer) {
        return switch (reply) {
            case SubmitReply.Accepted(JobView job) ->
                    Replies.json(202, json.whole(job))
                            .addHeader(RawHeader.create("Location", JOBS + "/" + job.id().value()))
                            .addHeader(etag(job));
            case SubmitReply.Refused(Violation why) -> throw Problem.invalid(List.of(why));
            case SubmitReply.NoJob() ->
                    throw Problem.invalid(List.of(new Violation(pointer, "there is no such job")));
            case SubmitReply.NothingToRetry(String detail) -> throw Problem.conflict(detail);
            case SubmitReply.NotRepeatable(String detail) ->
                    throw Problem.invalid(List.of(new Violation(pointer, detail)));
            case SubmitReply.KeyReused() -> throw Problem.keyReused();
            case SubmitReply.Full(String detail) -> throw Problem.tooMany(detail);
            case SubmitReply.Busy(String detail) -> throw Problem.unavailable(detail);
            case SubmitReply.Unknown(JobId id) ->
                    throw key.isPresent()
                            ? Problem.mayBeAccepted("job")
                            : Problem.mayBeAccepted("job", JOBS + "/" + id.value());
        };
    }

    private CompletionStage<HttpResponse> list(Call call) {
        Query query = call.query("state", "workload", "mode", "limit", "cursor");
        JobFilter filter =
                new JobFilter(
                        query.choice("state", JobState.class),
                        query.text("workload"),
                        query.text("mode"),
                        boxed(query.cursor()));
        int limit = query.limit();
        query.check();
        return lists.take(
                () -> jobs.list(filter, limit),
                page -> Replies.page(page.items(), json::listed, page.next().map(Cursor::write)));
    }

    private CompletionStage<HttpResponse> get(Call call) {
        Query query = call.query("wait");
        Optional<Duration> wait = query.duration("wait", Query.LONGEST_WAIT);
        query.check();
        Function<JobView, HttpResponse> answer =
                job -> Replies.unlessKnown(call, etag(job), () -> json.whole(job));
        return wait.isPresent()
                ? JobIds.existing(call, id -> jobs.await(id, wait.get())).thenApply(answer)
                : asked.take(() -> JobIds.existing(call, jobs::find), answer);
    }

    private static RawHeader etag(JobView job) {
        return Replies.etag(job.id().value(), job.revision());
    }

    private CompletionStage<HttpResponse> tasks(Call call) {
        Query query = call.query("state", "limit", "cursor");
        OptionalLong cursor = query.cursor();
        int from = Math.clamp(cursor.orElse(0), 0, Integer.MAX_VALUE);
        TaskFilter filter = new TaskFilter(query.choice("state", TaskView.State.class), from);
        int limit = query.limit();
        query.check();
        return lists.take(
                () -> JobIds.existing(call, id -> jobs.tasks(id, filter, limit)),
                page ->
                        Replies.page(
                                page.items(),
                                task -> Json.shortened(task, Query.MAX_LIMIT),
                                page.next().map(next -> Cursor.write(next))));
    }

    private CompletionStage<HttpResponse> cancel(Call call) {
        call.query().check();
        return JobIds.existing(call, jobs::cancel)
                .thenApply(job -> {
                    // The store has not kept the job's end. If the coordinator restarted now, it
                    // would continue the job.
                    if (!job.state().terminal()) {
                        throw Problem.unavailable("the end of the job could not be kept yet");
                    }
                    return Replies.json(202, json.whole(job));
                });
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
