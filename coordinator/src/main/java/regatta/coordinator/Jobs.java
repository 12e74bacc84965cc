package regatta.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;
import regatta.protocol.Failure;
import regatta.protocol.JobId;

/**
 * The path of a job from its submission to its end; confined to the coordinator's actor.
 *
 * <p>Nothing is dispatched before its acceptance, and nothing is shown before its settlement, is
 * kept.
 */
final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int DEATHS_TO_FAIL = 3;
    private static final long READ_AGAIN_NANOS = 1_000_000_000;

    private final ActorRef<CoordinatorCommand> self;
    private final Executor executor;
    private final Submissions submissions;
    private final JobStore store;
    private final Outputs outputs;
    private final Schedule schedule;
    private final Clock wallClock;
    private final Map<JobId, LiveJob> live;
    private final JobViews views;

    /** Of specs that were accepted since this node started. */
    private final QueuedBytes queuedBytes;

    private long queuedTasks;

    Jobs(
            ActorRef<CoordinatorCommand> self,
            Executor executor,
            Submissions submissions,
            JobStore store,
            Schedule schedule,
            JobViews views,
            QueuedBytes queuedBytes,
            Clock wallClock) {
        this.self = self;
        this.executor = executor;
        this.submissions = submissions;
        this.store = store;
        this.outputs = new Outputs(self, executor, store);
        this.schedule = schedule;
        this.views = views;
        this.queuedBytes = queuedBytes;
        this.live = views.live();
        this.wallClock = wallClock;
    }

    void submit(CoordinatorCommand.Submit submit) {
        JobView job = submissions.job(submit.spec(), schedule.workers(), wallClock.instant());
        Optional<String> full =
                submissions
                        .settings()
                        .full(live.size(), queuedTasks, job.progress().total())
                        .or(() -> queuedBytes.take(submit.bytes()));
        if (full.isPresent()) {
            answerUnlessKnown(submit, new SubmitReply.Full(full.get()));
            return;
        }
        var _ =
                store.accept(job, submit.key())
                        .whenComplete((acceptance, refused) -> {
                            if (!(acceptance instanceof JobStore.Acceptance.Kept)) {
                                queuedBytes.free(submit.bytes());
                            }
                            if (refused == null) {
                                self.tell(new OwnCommand.Stored(acceptance, submit));
                            } else {
                                answerUnlessKnown(
                                        submit, new SubmitReply.Busy(Outputs.message(refused)));
                            }
                        });
    }

    /** What came before is no more to keep: its key is known however full queue and disk are. */
    private void answerUnlessKnown(CoordinatorCommand.Submit submit, SubmitReply otherwise) {
        executor.execute(() -> {
            try {
                submit.key()
                        .flatMap(store::known)
                        .ifPresentOrElse(
                                known -> self.tell(new OwnCommand.Stored(known, submit)),
                                () -> submit.replyTo().tell(otherwise));
            } catch (StoreException unreadable) {
                LOG.error("the store cannot be read", unreadable);
            }
        });
    }

    /**
     * Takes up the jobs that an earlier coordinator left unfinished.
     *
     * @return those of worker nodes, which are to be resumed when the nodes had time to say what
     *     they still run
     */
    List<JobId> recover(List<JobStore.Recovered> unfinished, long now) {
        List<JobId> awaitNodes = new ArrayList<>();
        for (JobStore.Recovered recovered : unfinished) {
            LiveJob job = takeUp(recovered, now);
            Optional<Mode.Placement> placement =
                    submissions.modes().placement(recovered.job().mode());
            if (job.complete()) {
                finish(job);
            } else if (placement.equals(Optional.of(Mode.Placement.NODES))) {
                awaitNodes.add(job.id());
            } else if (placement.equals(Optional.of(Mode.Placement.IN_PROCESS))) {
                resumeInProcess(job, recovered.deaths(), now);
            } else {
                self.tell(new OwnCommand.Resume(List.of(job.id())));
            }
        }
        return awaitNodes;
    }

    private LiveJob takeUp(JobStore.Recovered recovered, long now) {
        JobView job = recovered.job();
        JobWorkload<?, ?, ?> workload =
                JobWorkload.of(submissions.workload(job.spec()), job.spec().workload());
        boolean cpuShared = submissions.modes().cpuShared(job.mode());
        LiveJob taken = LiveJob.recovered(recovered, workload, cpuShared);
        live.put(job.id(), taken);
        queuedTasks += job.progress().total();
        Instant startedAt = job.startedAt();
        // Only a wall clock goes on while nobody runs; should it have gone back, nothing is added.
        long startedAgo =
                startedAt == null
                        ? -1
                        : Math.max(0, Duration.between(startedAt, wallClock.instant()).toNanos());
        try (Stream<Settlement> settlements = store.settlements(job.id())) {
            schedule.recover(
                    submissions.terms(job, workload),
                    settlements,
                    recovered.retried(),
                    startedAgo,
                    now);
        }
        return taken;
    }

    /** A task in this process may be what ended the last one, so that starts are counted first. */
    private void resumeInProcess(LiveJob job, int deaths, long now) {
        if (deaths >= DEATHS_TO_FAIL) {
            // Nothing runs yet, so that there is nothing to carry out.
            var _ = schedule.cancel(job.id(), now);
            Failure failure =
                    new Failure(
                            Failure.POISON,
                            ("the coordinator died %d times while this job ran in its process,"
                                            + " without one more task settled")
                                    .formatted(deaths),
                            false);
            end(job, JobState.FAILED, null, failure);
            return;
        }
        job.begin(wallClock.instant());
        tellSelf(
                store.start(job.id(), wallClock.instant()),
                _ -> new OwnCommand.Resume(List.of(job.id())));
    }

    List<Decision> stored(OwnCommand.Stored stored, long now) {
        return switch (stored.acceptance()) {
            case JobStore.Acceptance.KeyReused _ -> {
                stored.submit().replyTo().tell(new SubmitReply.KeyReused());
                yield List.of();
            }
            case JobStore.Acceptance.Known(JobId id) -> {
                answerKnown(id, stored.submit().replyTo());
                yield List.of();
            }
            case JobStore.Acceptance.Kept(JobView job) -> {
                boolean cpuShared = submissions.modes().cpuShared(job.mode());
                JobWorkload<?, ?, ?> workload =
                        JobWorkload.of(submissions.workload(job.spec()), job.spec().workload());
                live.put(job.id(), new LiveJob(job, workload, cpuShared, stored.submit().bytes()));
                queuedTasks += job.progress().total();
                List<Decision> decisions = schedule.accept(submissions.terms(job, workload), now);
                views.findLive(job.id())
                        .ifPresent(seen ->
                                stored.submit().replyTo().tell(new SubmitReply.Accepted(seen)));
                yield decisions;
            }
        };
    }

    /** The same submission made a job before, which may have ended since. */
    private void answerKnown(JobId id, ActorRef<SubmitReply> replyTo) {
        Optional<JobView> running = views.findLive(id);
        if (running.isPresent()) {
            replyTo.tell(new SubmitReply.Accepted(running.get()));
        } else {
            executor.execute(() ->
                    store.find(id).ifPresent(job -> replyTo.tell(new SubmitReply.Accepted(job))));
        }
    }

    void run(Decision.Run run, WorkerLinks links) {
        LiveJob job = live.get(run.job());
        if (job != null) {
            if (job.begin(wallClock.instant())) {
                var _ = store.start(run.job(), wallClock.instant());
            }
            links.run(run, job.accepted().spec().kind(), job::payload);
        }
    }

    void retry(Decision.Retry retry, Optional<OwnCommand.ReportPart> report) {
        tellSelf(store.retry(retry.job(), retry.tasks()), _ -> new OwnCommand.RetriesKept(report));
    }

    void settle(Decision.Settle settle, Optional<OwnCommand.ReportPart> report) {
        tellSelf(
                store.settle(settle.job(), settle.settlements()),
                _ -> new OwnCommand.Kept(settle.job(), settle.settlements(), report));
    }

    void allSettled(JobId id) {
        LiveJob job = live.get(id);
        if (job != null) {
            job.allSettled();
        }
    }

    void kept(OwnCommand.Kept kept) {
        LiveJob job = live.get(kept.job());
        if (job != null && !job.ending()) {
            job.kept(kept.settlements());
            if (job.complete()) {
                finish(job);
            }
        }
    }

    void combined(OwnCommand.Combined combined) {
        LiveJob job = live.get(combined.job());
        if (job != null && !job.ending()) {
            JobState how = combined.failure() == null ? JobState.SUCCEEDED : JobState.FAILED;
            end(job, how, combined.output(), combined.failure());
        }
    }

    /** Cancels a job; one that ended, or is not there, stays as it is. */
    List<Decision> cancel(JobId id, long now) {
        LiveJob job = live.get(id);
        if (job == null || job.ending() || (job.complete() && !job.unreadable())) {
            return List.of();
        }
        List<Decision> decisions = schedule.cancel(id, now);
        end(job, JobState.CANCELLED, null, null);
        return decisions;
    }

    List<Decision> endKept(JobView ended, long now) {
        LiveJob job = live.remove(ended.id());
        if (job != null) {
            queuedTasks -= ended.progress().total();
            queuedBytes.free(job.bytes());
            job.waiters().forEach(waiter -> waiter.replyTo().tell(Optional.of(ended)));
        }
        return schedule.forget(ended.id(), now);
    }

    /** Everything is settled and kept: outputs are combined off the actor's thread. */
    private void finish(LiveJob job) {
        Failure failure = job.failure();
        JobId id = job.id();
        if (failure != null) {
            self.tell(new OwnCommand.Combined(id, null, failure));
            return;
        }
        outputs.combine(job);
    }

    /** It may be read later, or after a restart: a failure would stay. Until then it is said. */
    void unreadable(OwnCommand.Unreadable unreadable, long now) {
        LiveJob job = live.get(unreadable.job());
        if (job != null && !job.ending()) {
            LOG.error("the outputs of job {} cannot be read: {}", job.id(), unreadable.why());
            job.readAgain(unreadable.why(), now + READ_AGAIN_NANOS);
        }
    }

    /** Tries again to read what could not be read; for each tick. */
    void readAgain(long now) {
        for (LiveJob job : live.values()) {
            if (job.takeReadAgain(now)) {
                finish(job);
            }
        }
    }

    /** The output cannot be kept: the job failed, which can. */
    void endRefused(OwnCommand.EndRefused refused) {
        LiveJob job = live.get(refused.ended().id());
        if (job != null && refused.ended().output() != null) {
            end(job, JobState.FAILED, null, Outputs.failure(refused.why()));
        }
    }

    private void end(
            LiveJob job, JobState how, @Nullable Record output, @Nullable Failure failure) {
        RunReport report =
                schedule.runReport(job.id(), job.accepted().mode(), job.cpuShared()).orElse(null);
        JobView ended = job.end(how, wallClock.instant(), output, report, failure);
        var _ =
                store.end(ended)
                        .whenComplete((_, refused) -> {
                            if (refused == null) {
                                self.tell(new OwnCommand.EndKept(ended));
                            } else if (!(Outputs.cause(refused) instanceof StoreException)) {
                                self.tell(
                                        new OwnCommand.EndRefused(ended, Outputs.message(refused)));
                            }
                        });
    }

    /**
     * Goes on when something is kept. Where it never will be, the store has stopped and this node
     * ends: nothing goes on.
     */
    private <R> void tellSelf(CompletionStage<R> stage, Function<R, OwnCommand> then) {
        var _ =
                stage.whenComplete((result, failure) -> {
                    if (failure == null) {
                        self.tell(then.apply(result));
                    } else {
                        LOG.error("what was to be kept or read is not", failure);
                    }
                });
    }
}
