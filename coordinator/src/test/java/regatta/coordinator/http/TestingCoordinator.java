package regatta.coordinator.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CoordinatorCommand;
import regatta.coordinator.api.CoordinatorCommand.AwaitJob;
import regatta.coordinator.api.CoordinatorCommand.CancelJob;
import regatta.coordinator.api.CoordinatorCommand.CheckReady;
import regatta.coordinator.api.CoordinatorCommand.DrainWorker;
import regatta.coordinator.api.CoordinatorCommand.GetJob;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.CoordinatorCommand.JobPage;
import regatta.coordinator.api.CoordinatorCommand.ListJobs;
import regatta.coordinator.api.CoordinatorCommand.ListTasks;
import regatta.coordinator.api.CoordinatorCommand.ListWorkers;
import regatta.coordinator.api.CoordinatorCommand.ScaleProcesses;
import regatta.coordinator.api.CoordinatorCommand.Submit;
import regatta.coordinator.api.CoordinatorCommand.SubmitReply;
import regatta.coordinator.api.CoordinatorCommand.TaskPage;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.JobId;

/** Keeps jobs that only the test moves on; what it was asked to submit can be looked at. */
final class TestingCoordinator {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final Map<JobId, JobView> jobs = new ConcurrentHashMap<>();
    final Map<String, SubmitReply> replies = new ConcurrentHashMap<>();
    final Map<String, String> digests = new ConcurrentHashMap<>();
    final Map<JobId, LeftFile.Lookup> files = new ConcurrentHashMap<>();
    final Map<String, JobSettings> retries = new ConcurrentHashMap<>();
    final Map<String, WorkerView> workers = new ConcurrentHashMap<>();
    volatile boolean silent;
    volatile @Nullable String unready;
    volatile int processes;

    Behavior<CoordinatorCommand> behavior() {
        return Behaviors.withTimers(timers ->
                Behaviors.receiveMessage(command -> {
                    if (!silent) {
                        on(command, timers);
                    }
                    return Behaviors.same();
                }));
    }

    private void on(CoordinatorCommand command, TimerScheduler<CoordinatorCommand> timers) {
        switch (command) {
            case Submit submit -> submit.replyTo().tell(submitted(submit));
            case GetJob(JobId id, ActorRef<Optional<JobView>> replyTo) ->
                    replyTo.tell(Optional.ofNullable(jobs.get(id)));
            case CoordinatorCommand.GetWholeJob(JobId id, ActorRef<Optional<JobView>> replyTo) ->
                    replyTo.tell(Optional.ofNullable(jobs.get(id)));
            case AwaitJob await -> await(await, timers);
            case ListJobs list -> list.replyTo().tell(page(list));
            case ListTasks list -> list.replyTo().tell(tasks(list));
            case CoordinatorCommand.FindFile find ->
                    find.replyTo().tell(Optional.ofNullable(files.get(find.id())));
            case CoordinatorCommand.RetryFailed retry -> {
                retries.put(retry.of().value(), retry.settings());
                JobView job = jobs.get(retry.of());
                retry.replyTo()
                        .tell(
                                job == null
                                        ? new SubmitReply.NoJob()
                                        : job.state().terminal()
                                                ? new SubmitReply.Accepted(add(job.spec()))
                                                : new SubmitReply.NothingToRetry("it runs"));
            }
            case CancelJob(JobId id, ActorRef<Optional<JobView>> replyTo) -> {
                change(id, job -> with(job, JobState.CANCELLED, job.progress(), null));
                replyTo.tell(Optional.ofNullable(jobs.get(id)));
            }
            case CheckReady(ActorRef<Optional<String>> replyTo) ->
                    replyTo.tell(Optional.ofNullable(unready));
            case ListWorkers(ActorRef<List<WorkerView>> replyTo) ->
                    replyTo.tell(List.copyOf(workers.values()));
            case DrainWorker drain ->
                    drain.replyTo().tell(Optional.ofNullable(workers.get(drain.id().value())));
            case ScaleProcesses(int count, ActorRef<Integer> replyTo) -> {
                processes = count;
                replyTo.tell(count);
            }
            case CoordinatorCommand.FromWorker _,
                    CoordinatorCommand.WorkerExited _,
                    CoordinatorCommand.ReadSlotUse _,
                    CoordinatorCommand.DiscardFiles _,
                    CoordinatorCommand.Internal _ -> {}
        }
    }

    private SubmitReply submitted(Submit submit) {
        String key = submit.key().map(IdempotencyKey::value).orElse("");
        String digest = submit.key().map(IdempotencyKey::bodyDigest).orElse("");
        if (!key.isEmpty() && replies.containsKey(key)) {
            return digest.equals(digests.get(key)) ? replies.get(key) : new SubmitReply.KeyReused();
        }
        if (submit.spec().name().equals("full")) {
            return new SubmitReply.Full("10 jobs wait, which is the limit");
        }
        if (submit.spec().name().equals("busy")) {
            return new SubmitReply.Busy("the disk is full");
        }
        SubmitReply reply = new SubmitReply.Accepted(add(submit.spec()));
        if (!key.isEmpty()) {
            replies.put(key, reply);
            digests.put(key, digest);
        }
        return reply;
    }

    JobView job(String id) {
        return Objects.requireNonNull(jobs.get(new JobId(id)));
    }

    JobView add(JobSpec spec) {
        JobView job =
                new JobView(
                        JobId.random(),
                        jobs.size(),
                        JobState.QUEUED,
                        spec.mode().orElse("batch"),
                        spec.slots().orElse(1),
                        spec,
                        START,
                        null,
                        null,
                        new Progress(4, 0, 0, 0),
                        1,
                        null,
                        null,
                        null,
                        null);
        jobs.put(job.id(), job);
        return job;
    }

    void progress(JobId id, int succeeded) {
        change(id, job -> with(job, JobState.RUNNING, new Progress(4, succeeded, 0, 1), null));
    }

    /** Nothing of it runs any more, though nothing of it was settled. */
    void waits(JobId id, String what) {
        change(
                id,
                job -> {
                    Progress before = job.progress();
                    return view(
                            job,
                            job.state(),
                            new Progress(before.total(), before.succeeded(), before.failed(), 0),
                            job.version(),
                            null,
                            what);
                });
    }

    void succeed(JobId id, Record output) {
        change(id, job -> with(job, JobState.SUCCEEDED, new Progress(4, 4, 0, 0), output));
    }

    private void change(JobId id, UnaryOperator<JobView> by) {
        jobs.computeIfPresent(id, (_, job) -> by.apply(job));
    }

    private static JobView with(
            JobView job, JobState state, Progress progress, @Nullable Record output) {
        return view(job, state, progress, job.version() + 1, output, null);
    }

    private static JobView view(
            JobView job,
            JobState state,
            Progress progress,
            long version,
            @Nullable Record output,
            @Nullable String waitingFor) {
        boolean ended = state.terminal();
        return new JobView(
                job.id(),
                job.order(),
                state,
                job.mode(),
                job.slots(),
                job.spec(),
                job.submittedAt(),
                START.plusMillis(10),
                ended ? START.plusMillis(1_500) : null,
                progress,
                version,
                output,
                ended ? report() : null,
                null,
                waitingFor);
    }

    private static RunReport report() {
        Distribution none = new Distribution(0, 0, 0, 0, 0, 0);
        return new RunReport(
                "batch",
                1,
                4,
                4,
                0,
                1.25,
                1.0,
                false,
                new RunReport.SlotAccount(1, 0.125, 0.125),
                none,
                none,
                none,
                none,
                List.of(new RunReport.WorkerShare("batch", 4, 1)));
    }

    private void await(AwaitJob await, TimerScheduler<CoordinatorCommand> timers) {
        JobView job = jobs.get(await.id());
        if (job == null || job.state().terminal() || !await.atMost().isPositive()) {
            await.replyTo().tell(Optional.ofNullable(job));
            return;
        }
        Duration step = Duration.ofMillis(20);
        timers.startSingleTimer(
                new AwaitJob(await.id(), await.atMost().minus(step), await.replyTo()), step);
    }

    private JobPage page(ListJobs list) {
        List<JobView> found =
                jobs.values().stream()
                        .filter(job ->
                                list.filter().before().filter(b -> job.order() >= b).isEmpty())
                        .filter(job ->
                                list.filter().state().filter(s -> s != job.state()).isEmpty())
                        .sorted(Comparator.comparingLong(JobView::order).reversed())
                        .toList();
        return found.size() <= list.limit()
                ? new JobPage(found, Optional.empty())
                : new JobPage(
                        found.subList(0, list.limit()),
                        Optional.of(found.get(list.limit() - 1).order()));
    }

    private Optional<TaskPage> tasks(ListTasks list) {
        JobView job = jobs.get(list.id());
        if (job == null) {
            return Optional.empty();
        }
        List<TaskView> items = new ArrayList<>();
        int total = job.progress().total();
        int end = Math.min(total, list.filter().from() + list.limit());
        for (int i = list.filter().from(); i < end; i++) {
            items.add(
                    new TaskView(
                            i,
                            TaskView.State.SUCCEEDED,
                            1,
                            "batch",
                            new TaskView.TaskTimings(0.5, 0, 0.25, 0.25, 0),
                            String.valueOf(i),
                            null,
                            null));
        }
        return Optional.of(new TaskPage(items, end < total ? Optional.of(end) : Optional.empty()));
    }
}
