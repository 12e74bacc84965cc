package regatta.coordinator.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import regatta.coordinator.api.CoordinatorCommand;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.CoordinatorCommand.JobFilter;
import regatta.coordinator.api.CoordinatorCommand.JobPage;
import regatta.coordinator.api.CoordinatorCommand.SubmitReply;
import regatta.coordinator.api.CoordinatorCommand.TaskFilter;
import regatta.coordinator.api.CoordinatorCommand.TaskPage;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.WorkerView;
import regatta.http.Fields;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.Stages;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * Asks the coordinator. Every stage fails with a {@link java.util.concurrent.TimeoutException} when
 * it does not answer in time, and with a {@link ProblemException} 404 where there is no such thing.
 */
public final class CoordinatorAsks {
    private final ActorSystem<?> system;
    private final ActorRef<CoordinatorCommand> coordinator;
    private final Duration within;

    public CoordinatorAsks(
            ActorSystem<?> system, ActorRef<CoordinatorCommand> coordinator, Duration within) {
        this.system = system;
        this.coordinator = coordinator;
        this.within = within;
    }

    CompletionStage<SubmitReply> submit(JobSpec spec, long bytes, Optional<IdempotencyKey> key) {
        return ask(within, replyTo -> new CoordinatorCommand.Submit(spec, bytes, key, replyTo));
    }

    /** Submits what failed of a job. */
    CompletionStage<SubmitReply> retryFailed(
            String id, JobSettings settings, Optional<IdempotencyKey> key) {
        JobId job;
        try {
            job = new JobId(id);
        } catch (IllegalArgumentException _) {
            return CompletableFuture.completedStage(new SubmitReply.NoJob());
        }
        return ask(
                within, replyTo -> new CoordinatorCommand.RetryFailed(job, settings, key, replyTo));
    }

    CompletionStage<LeftFile.Lookup> file(String id, int task) {
        JobId job = jobId(id);
        return existing(
                id, ask(within, replyTo -> new CoordinatorCommand.FindFile(job, task, replyTo)));
    }

    CompletionStage<JobView> job(String id) {
        JobId job = jobId(id);
        return existing(id, ask(within, replyTo -> new CoordinatorCommand.GetJob(job, replyTo)));
    }

    /** The job with all of its spec and output, however long. */
    CompletionStage<JobView> wholeJob(String id) {
        JobId job = jobId(id);
        return existing(
                id, ask(within, replyTo -> new CoordinatorCommand.GetWholeJob(job, replyTo)));
    }

    /** The job when it ended, or as it is after that time. */
    CompletionStage<JobView> await(String id, Duration atMost) {
        JobId job = jobId(id);
        return existing(
                id,
                ask(
                        within.plus(atMost),
                        replyTo -> new CoordinatorCommand.AwaitJob(job, atMost, replyTo)));
    }

    CompletionStage<JobView> cancel(String id) {
        JobId job = jobId(id);
        return existing(id, ask(within, replyTo -> new CoordinatorCommand.CancelJob(job, replyTo)));
    }

    CompletionStage<JobPage> jobs(JobFilter filter, int limit) {
        return ask(within, replyTo -> new CoordinatorCommand.ListJobs(filter, limit, replyTo));
    }

    CompletionStage<TaskPage> tasks(String id, TaskFilter filter, int limit) {
        JobId job = jobId(id);
        return existing(
                id,
                ask(
                        within,
                        replyTo -> new CoordinatorCommand.ListTasks(job, filter, limit, replyTo)));
    }

    /** Why no job can be kept now; empty when one can. */
    CompletionStage<Optional<String>> unready() {
        return ask(within, CoordinatorCommand.CheckReady::new);
    }

    public CompletionStage<List<WorkerView>> workers() {
        return ask(within, CoordinatorCommand.ListWorkers::new);
    }

    CompletionStage<WorkerView> drain(String id) {
        WorkerId worker;
        try {
            worker = new WorkerId(id);
        } catch (IllegalArgumentException _) {
            throw noWorker(id);
        }
        return this.<Optional<WorkerView>>ask(
                        within, replyTo -> new CoordinatorCommand.DrainWorker(worker, replyTo))
                .thenApply(found -> found.orElseThrow(() -> noWorker(id)));
    }

    CompletionStage<Integer> scale(int workers) {
        return ask(within, replyTo -> new CoordinatorCommand.ScaleProcesses(workers, replyTo));
    }

    private <T> CompletionStage<T> ask(
            Duration atMost, Function<ActorRef<T>, CoordinatorCommand> command) {
        return Stages.on(
                system.executionContext(),
                AskPattern.ask(coordinator, command, atMost, system.scheduler()));
    }

    private static <T> CompletionStage<T> existing(String id, CompletionStage<Optional<T>> found) {
        return found.thenApply(job -> job.orElseThrow(() -> noJob(id)));
    }

    private static JobId jobId(String id) {
        try {
            return new JobId(id);
        } catch (IllegalArgumentException _) {
            throw noJob(id);
        }
    }

    private static ProblemException noJob(String id) {
        return Problem.notFound("there is no job " + Fields.shortened(id));
    }

    private static ProblemException noWorker(String id) {
        return Problem.notFound("there is no worker " + Fields.shortened(id));
    }
}
