package regatta.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.Watch;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** Asks the coordinator's actor; followers of its stages run on the actor system's threads. */
final class CoordinatorAsks implements regatta.coordinator.api.Jobs, Cluster {
    /** A little more than a tenth of a second, so that no second holds more than ten looks. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(110);

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
        return ask(replyTo -> new CoordinatorCommand.Submit(spec, bytes, key, replyTo));
    }

    @Override
    public CompletionStage<SubmitReply> retryFailed(
            JobId of, JobSettings settings, Optional<IdempotencyKey> key) {
        return ask(replyTo -> new CoordinatorCommand.RetryFailed(of, settings, key, replyTo));
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobId id) {
        return ask(replyTo -> new CoordinatorCommand.GetJob(id, replyTo));
    }

    @Override
    public CompletionStage<Optional<JobView>> whole(JobId id) {
        return ask(replyTo -> new CoordinatorCommand.GetWholeJob(id, replyTo));
    }

    @Override
    public CompletionStage<Optional<JobView>> await(JobId id, Duration atMost) {
        return ask(
                within.plus(atMost),
                replyTo -> new CoordinatorCommand.AwaitJob(id, atMost, replyTo));
    }

    @Override
    public Watch watch(JobId id, Consumer<JobView> to) {
        AtomicBoolean closed = new AtomicBoolean();
        look(id, "", to, closed);
        return () -> closed.set(true);
    }

    private void look(JobId id, String known, Consumer<JobView> to, AtomicBoolean closed) {
        if (closed.get()) {
            return;
        }
        var _ =
                find(id).whenComplete((found, _) -> {
                    Optional<JobView> job = found == null ? Optional.empty() : found;
                    job.filter(now -> !now.revision().equals(known)).ifPresent(to);
                    boolean over = found != null && job.filter(CoordinatorAsks::runs).isEmpty();
                    if (!over) {
                        String seen = job.map(JobView::revision).orElse(known);
                        system.scheduler()
                                .scheduleOnce(
                                        BETWEEN_LOOKS,
                                        () -> look(id, seen, to, closed),
                                        system.executionContext());
                    }
                });
    }

    private static boolean runs(JobView job) {
        return !job.state().terminal();
    }

    @Override
    public CompletionStage<JobPage> list(JobFilter filter, int limit) {
        return ask(replyTo -> new CoordinatorCommand.ListJobs(filter, limit, replyTo));
    }

    @Override
    public CompletionStage<Optional<TaskPage>> tasks(JobId id, TaskFilter filter, int limit) {
        return ask(replyTo -> new CoordinatorCommand.ListTasks(id, filter, limit, replyTo));
    }

    @Override
    public CompletionStage<Optional<LeftFile.Lookup>> file(JobId id, int task) {
        return ask(replyTo -> new CoordinatorCommand.FindFile(id, task, replyTo));
    }

    @Override
    public CompletionStage<Optional<JobView>> cancel(JobId id) {
        return ask(replyTo -> new CoordinatorCommand.CancelJob(id, replyTo));
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

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, CoordinatorCommand> command) {
        return ask(within, command);
    }

    /**
     * What Pekko returns is made from Scala's futures and runs each follower on the JVM's common
     * pool, which has one thread on two cores; here followers run on the actor system's threads.
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
