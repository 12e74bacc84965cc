package regatta.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.Watch;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Asker;
import regatta.coordinator.jobs.JobEvent;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * Asks the coordinator's actor. Callbacks of the returned stages run on the actor system's threads.
 */
final class CoordinatorAsks implements Jobs, Cluster {
    private final ActorSystem<?> system;
    private final ActorRef<CoordinatorCommand> coordinator;
    private final Duration within;

    CoordinatorAsks(
            ActorSystem<?> system, ActorRef<CoordinatorCommand> coordinator, Duration within) {
        this.system = system;
        this.coordinator = coordinator;
        this.within = within;
    }

    @Override
    public CompletionStage<SubmitReply> submit(
            JobSpec spec, long bytes, Optional<IdempotencyKey> key) {
        JobId id = JobId.random();
        return orUnknown(
                id, ask(replyTo -> new CoordinatorCommand.Submit(id, spec, bytes, key, replyTo)));
    }

    @Override
    public CompletionStage<SubmitReply> retryFailed(
            JobId of,
            JobSettings settings,
            @Nullable String submitter,
            Optional<IdempotencyKey> key) {
        JobId id = JobId.random();
        return orUnknown(
                id,
                ask(replyTo ->
                        new CoordinatorCommand.RetryFailed(
                                of, id, settings, submitter, key, replyTo)));
    }

    /**
     * Turns a timeout into {@link SubmitReply.Unknown}, with the id that the job has if the job was
     * accepted after all.
     */
    private static CompletionStage<SubmitReply> orUnknown(
            JobId id, CompletionStage<SubmitReply> reply) {
        return reply.handle((answer, failure) -> {
            if (failure == null) {
                return answer;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof TimeoutException) {
                return new SubmitReply.Unknown(id);
            }
            throw failure instanceof CompletionException same
                    ? same
                    : new CompletionException(failure);
        });
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobId id) {
        return asked(to -> new JobEvent.Find(id, false, to));
    }

    @Override
    public CompletionStage<Optional<JobView>> whole(JobId id) {
        return asked(to -> new JobEvent.Find(id, true, to));
    }

    @Override
    public CompletionStage<Optional<JobView>> await(JobId id, Duration atMost) {
        return asked(within.plus(atMost), to -> new JobEvent.Await(id, atMost.toNanos(), to));
    }

    @Override
    public Watch watch(JobId id, Consumer<JobView> to) {
        Asker<JobView> asker = to::accept;
        tell(new JobEvent.Watch(id, asker));
        return () -> tell(new JobEvent.Unwatch(id, asker));
    }

    @Override
    public CompletionStage<JobPage> list(JobFilter filter, int limit) {
        return asked(to -> new JobEvent.ListJobs(filter, limit, to));
    }

    @Override
    public CompletionStage<Optional<TaskPage>> tasks(JobId id, TaskFilter filter, int limit) {
        return ask(replyTo -> new CoordinatorCommand.ListTasks(id, filter, limit, replyTo));
    }

    @Override
    public CompletionStage<Optional<AttemptSample>> timeLine(JobId id) {
        return ask(replyTo -> new CoordinatorCommand.ReadTimeLine(id, replyTo));
    }

    @Override
    public CompletionStage<Optional<LeftFile.Lookup>> file(JobId id, int task) {
        return ask(replyTo -> new CoordinatorCommand.FindFile(id, task, replyTo));
    }

    @Override
    public CompletionStage<Optional<JobView>> cancel(JobId id) {
        return asked(to -> new JobEvent.Cancel(id, to));
    }

    @Override
    public CompletionStage<Deletion> delete(JobId id) {
        return ask(replyTo -> new CoordinatorCommand.DeleteJob(id, replyTo));
    }

    @Override
    public void discardFiles(JobId id, String kind) {
        coordinator.tell(new CoordinatorCommand.DiscardFiles(id, kind));
    }

    @Override
    public CompletionStage<List<SlotUse>> slotUse() {
        return ask(CoordinatorCommand.ReadSlotUse::new);
    }

    @Override
    public CompletionStage<AttemptSample> takeSample(JobId round) {
        return ask(replyTo -> new CoordinatorCommand.TakeSample(round, replyTo));
    }

    @Override
    public CompletionStage<Optional<String>> unready() {
        return ask(CoordinatorCommand.CheckReady::new);
    }

    @Override
    public CompletionStage<List<WorkerView>> workers() {
        return ask(CoordinatorCommand.ListWorkers::new);
    }

    @Override
    public CompletionStage<Optional<WorkerView>> drain(WorkerId id) {
        return ask(replyTo -> new CoordinatorCommand.DrainWorker(id, replyTo));
    }

    @Override
    public CompletionStage<Integer> scale(int workers) {
        return ask(replyTo -> new CoordinatorCommand.ScaleProcesses(workers, replyTo));
    }

    private void tell(JobEvent event) {
        coordinator.tell(new CoordinatorCommand.Happened(event));
    }

    private <T> CompletionStage<T> asked(Function<Asker<T>, JobEvent> question) {
        return asked(within, question);
    }

    private <T> CompletionStage<T> asked(Duration atMost, Function<Asker<T>, JobEvent> question) {
        return this.<T>ask(
                atMost, replyTo -> new CoordinatorCommand.Happened(question.apply(replyTo::tell)));
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, CoordinatorCommand> command) {
        return ask(within, command);
    }

    /**
     * Asks the coordinator's actor. Callbacks of the returned stage run on the actor system's
     * threads. Pekko's own stage would run callbacks on the JVM's common pool, which has only one
     * thread on a machine with two cores.
     */
    private <T> CompletionStage<T> ask(
            Duration atMost, Function<ActorRef<T>, CoordinatorCommand> command) {
        CompletableFuture<T> own = new CompletableFuture<>();
        var _ =
                AskPattern.ask(coordinator, command, atMost, system.scheduler())
                        .whenCompleteAsync(
                                (value, failure) -> {
                                    if (failure == null) {
                                        own.complete(value);
                                    } else {
                                        own.completeExceptionally(failure);
                                    }
                                },
                                system.executionContext());
        return own;
    }
}
