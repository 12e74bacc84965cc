package regatta.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
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
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.TaskView;
import regatta.protocol.JobId;

/**
 * Asks the coordinator's actor, again where it does not answer in time: after the whole process
 * stood still, every answer looks late.
 */
final class CoordinatorJobs implements RoundJobs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_TASKS = 1_000;

    /** Its comparison has the spec in memory anyway. */
    private static final long SPEC_BYTES = 0;

    private static final JobFilter ALL =
            new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final ActorSystem<?> system;
    private final ActorRef<CoordinatorCommand> coordinator;

    CoordinatorJobs(ActorSystem<?> system, ActorRef<CoordinatorCommand> coordinator) {
        this.system = system;
        this.coordinator = coordinator;
    }

    @Override
    public SubmitReply submit(JobSpec job, IdempotencyKey key) throws InterruptedException {
        return ask(
                PATIENCE,
                replyTo ->
                        new CoordinatorCommand.Submit(job, SPEC_BYTES, Optional.of(key), replyTo));
    }

    @Override
    public Optional<JobView> await(JobId job, Duration atMost) throws InterruptedException {
        return ask(
                PATIENCE.plus(atMost),
                replyTo -> new CoordinatorCommand.AwaitJob(job, atMost, replyTo));
    }

    @Override
    public List<TaskView> succeeded(JobId job) throws InterruptedException {
        TaskFilter filter = new TaskFilter(Optional.of(TaskView.State.SUCCEEDED), 0);
        Optional<TaskPage> page =
                ask(
                        PATIENCE,
                        replyTo ->
                                new CoordinatorCommand.ListTasks(job, filter, MOST_TASKS, replyTo));
        return page.map(TaskPage::items).orElse(List.of());
    }

    @Override
    public List<JobView> latest(int limit) throws InterruptedException {
        JobPage page =
                ask(PATIENCE, replyTo -> new CoordinatorCommand.ListJobs(ALL, limit, replyTo));
        return page.items();
    }

    @Override
    public List<SlotUse> slotUse() throws InterruptedException {
        return ask(PATIENCE, CoordinatorCommand.ReadSlotUse::new);
    }

    @Override
    public void cancel(JobId job) {
        coordinator.tell(new CoordinatorCommand.CancelJob(job, system.ignoreRef()));
    }

    @Override
    public void discardFiles(JobId job, String kind) {
        coordinator.tell(new CoordinatorCommand.DiscardFiles(job, kind));
    }

    private <T> T ask(Duration atMost, Function<ActorRef<T>, CoordinatorCommand> command)
            throws InterruptedException {
        while (true) {
            try {
                return AskPattern.ask(coordinator, command, atMost, system.scheduler())
                        .toCompletableFuture()
                        .get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TimeoutException)) {
                    throw new IllegalStateException("the coordinator cannot answer", failure);
                }
            }
        }
    }
}
