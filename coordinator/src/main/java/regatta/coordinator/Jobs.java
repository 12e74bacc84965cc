package regatta.coordinator;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CoordinatorCommand;
import regatta.coordinator.api.CoordinatorCommand.SubmitReply;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.workload.CombineException;

/**
 * The path of a job from its submission to its end; confined to the coordinator's actor.
 *
 * <p>Nothing is dispatched before its acceptance, and nothing is shown before its settlement, is
 * kept.
 */
final class Jobs {
    private final ActorRef<CoordinatorCommand> self;
    private final Executor executor;
    private final Submissions submissions;
    private final JobStore store;
    private final Schedule schedule;
    private final Clock wallClock;
    private final Map<JobId, LiveJob> live;
    private final JobViews views;
    private long queuedTasks;

    Jobs(
            ActorRef<CoordinatorCommand> self,
            Executor executor,
            Submissions submissions,
            JobStore store,
            Schedule schedule,
            JobViews views,
            Clock wallClock) {
        this.self = self;
        this.executor = executor;
        this.submissions = submissions;
        this.store = store;
        this.schedule = schedule;
        this.views = views;
        this.live = views.live();
        this.wallClock = wallClock;
    }

    void submit(CoordinatorCommand.Submit submit) {
        JobView job = submissions.job(submit.spec(), schedule.workers(), wallClock.instant());
        Optional<String> full =
                submissions.settings().full(live.size(), queuedTasks, job.progress().total());
        if (full.isPresent()) {
            submit.replyTo().tell(new SubmitReply.Busy(full.get()));
            return;
        }
        JobWorkload<?, ?, ?> workload =
                JobWorkload.of(submissions.workload(submit.spec()), submit.spec().workload());
        tellSelf(
                store.accept(job, submit.key()),
                acceptance -> new OwnCommand.Stored(acceptance, workload, submit.replyTo()));
    }

    List<Decision> stored(OwnCommand.Stored stored, long now) {
        return switch (stored.acceptance()) {
            case JobStore.Acceptance.KeyReused _ -> {
                stored.replyTo().tell(new SubmitReply.KeyReused());
                yield List.of();
            }
            case JobStore.Acceptance.Known(JobId id) -> {
                views.find(id)
                        .ifPresent(job -> stored.replyTo().tell(new SubmitReply.Accepted(job)));
                yield List.of();
            }
            case JobStore.Acceptance.Kept(JobView job) -> {
                boolean cpuShared = submissions.modes().cpuShared(job.mode());
                live.put(job.id(), new LiveJob(job, stored.workload(), cpuShared));
                queuedTasks += job.progress().total();
                List<Decision> decisions =
                        schedule.accept(submissions.terms(job, stored.workload()), now);
                views.find(job.id())
                        .ifPresent(seen -> stored.replyTo().tell(new SubmitReply.Accepted(seen)));
                yield decisions;
            }
        };
    }

    void run(Decision.Run run, WorkerLinks links) {
        LiveJob job = live.get(run.job());
        if (job != null) {
            job.started(wallClock.instant());
            links.run(run, job.accepted().spec().kind(), job.workload()::payload);
        }
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
        if (job == null || job.ending() || job.complete()) {
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
        tellSelf(
                CompletableFuture.supplyAsync(() -> combine(id, job.workload()), executor),
                combined -> combined);
    }

    private OwnCommand.Combined combine(JobId id, JobWorkload<?, ?, ?> workload) {
        try (Stream<Settlement> settlements = store.settlements(id)) {
            return new OwnCommand.Combined(id, workload.combine(settlements), null);
        } catch (CombineException contradiction) {
            return new OwnCommand.Combined(
                    id,
                    null,
                    new Failure("outputs", String.valueOf(contradiction.getMessage()), false));
        }
    }

    private void end(
            LiveJob job, JobState how, @Nullable Record output, @Nullable Failure failure) {
        RunReport report =
                schedule.runReport(job.id(), job.accepted().mode(), job.cpuShared()).orElse(null);
        JobView ended = job.end(how, wallClock.instant(), output, report, failure);
        tellSelf(store.end(ended), _ -> new OwnCommand.EndKept(ended));
    }

    private <R> void tellSelf(CompletionStage<R> stage, Function<R, OwnCommand> then) {
        stage.whenComplete((result, failure) ->
                self.tell(
                        failure == null
                                ? then.apply(result)
                                : new OwnCommand.StoreFailed(failure)));
    }
}
