package regatta.coordinator.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Effect;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEvent;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.WorkerJoin;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Tells observers what follows from events and their effects. Confined to the coordinator's actor.
 */
public final class Observers {
    private record Pending(Entry entry, long since) {}

    private final List<JobObserver> all;
    private final Map<Long, Pending> pending = new HashMap<>();

    /**
     * The number of the last report of each worker that observers were told about. A worker repeats
     * a report until the report is acknowledged, but observers hear of each report once.
     */
    private final Map<WorkerId, Long> reports = new HashMap<>();

    public Observers(List<JobObserver> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Tells observers about an event, before its effects are carried out.
     *
     * @param jobs finds an open job
     * @param workers returns the workers; called only if a worker may have changed
     * @param now the time in monotonic nanoseconds
     */
    public void after(
            JobEvent event,
            List<Effect> effects,
            Function<JobId, Optional<JobView>> jobs,
            Supplier<List<WorkerView>> workers,
            long now) {
        boolean changed =
                event instanceof JobEvent.Hello
                        || event instanceof JobEvent.Left
                        || event instanceof JobEvent.Exited
                        || event instanceof JobEvent.Drain;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Keep(long number, Entry entry)) {
                pending.put(number, new Pending(entry, now));
            } else if (effect instanceof Effect.Tell(Decision.AboutWorker decision)) {
                changed |= decision instanceof Decision.Lost;
                tell(each -> each.decided(decision));
            }
        }
        if (event instanceof JobEvent.Recover recover) {
            Job job = recover.job();
            jobs.apply(job.id())
                    .ifPresent(view -> tell(each -> each.recovered(job, view.progress())));
        } else if (event instanceof JobEvent.Report report) {
            reported(report);
        } else if (event instanceof JobEvent.Hello(WorkerJoin join)) {
            tell(each -> each.held(join.id(), join.held(), join.heldAll()));
        } else if (event instanceof JobEvent.Wrote(long number)) {
            kept(wanted(number), now);
        } else if (event instanceof JobEvent.Accepted accepted) {
            accepted(accepted, wanted(accepted.number()), now);
        } else if (event instanceof JobEvent.Refused refused) {
            pending.remove(refused.number());
        }
        if (changed) {
            List<WorkerView> present = workers.get();
            tell(each -> each.workers(present));
        }
    }

    /**
     * Gives observers the present workers and the number of open jobs and tasks. The coordinator
     * calls this method each second.
     */
    public void look(List<WorkerView> workers, int queued, int running, long tasks, long late) {
        tell(each -> each.workers(workers));
        tell(each -> each.open(queued, running, tasks, late));
    }

    /** Forgets a worker that is gone for good. */
    public void forget(WorkerId worker) {
        reports.remove(worker);
    }

    private void reported(JobEvent.Report report) {
        long before = reports.getOrDefault(report.worker(), Long.MIN_VALUE);
        if (report.sequence() > before) {
            reports.put(report.worker(), report.sequence());
            for (JobReport part : report.jobs()) {
                tell(each -> each.reported(report.worker(), part));
            }
        }
    }

    private void accepted(JobEvent.Accepted accepted, Pending asked, long now) {
        if (accepted.acceptance() instanceof Acceptance.Kept(var job)
                && asked.entry() instanceof Entry.Accept accept) {
            kept(new Pending(new Entry.Accept(job, accept.key()), asked.since()), now);
        }
    }

    private Pending wanted(long number) {
        Pending asked = pending.remove(number);
        if (asked == null) {
            throw new IllegalStateException("entry %d is not waiting to be kept".formatted(number));
        }
        return asked;
    }

    private void kept(Pending asked, long now) {
        tell(each -> each.kept(asked.entry(), now - asked.since()));
    }

    private void tell(Consumer<JobObserver> what) {
        all.forEach(what);
    }
}
