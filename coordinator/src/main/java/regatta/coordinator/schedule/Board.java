package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerId;

/** What the schedule knows and what it has decided but not yet handed out; no rules. */
final class Board {
    final ScheduleTerms terms;
    final Backoff backoff;
    final RandomGenerator random;
    final Map<JobId, ScheduledJob> jobs = new HashMap<>();
    final Map<WorkerId, ScheduledWorker> workers = new LinkedHashMap<>();
    private final Map<String, Pool> pools = new HashMap<>();
    private final Map<ScheduledWorker, Map<ScheduledJob, List<Decision.Assignment>>> runs =
            new LinkedHashMap<>();
    private final Map<ScheduledJob, Set<Integer>> retries = new LinkedHashMap<>();
    private final Map<ScheduledJob, List<Settlement>> settlements = new LinkedHashMap<>();
    private final Map<ScheduledWorker, Map<JobId, List<TaskAttempt>>> cancels =
            new LinkedHashMap<>();
    private final List<Decision> others = new ArrayList<>();
    private final List<Decision> ends = new ArrayList<>();

    /** Losses charged to tasks while their worker is away, taken back when it returns. */
    final Map<WorkerId, Map<ScheduledJob, List<Integer>>> charged = new HashMap<>();

    /** Whether nothing is to be dispatched for now. */
    boolean paused;

    /** Jobs that are over but for the attempts that still have to stop. */
    final Set<ScheduledJob> ending = new LinkedHashSet<>();

    /** Slots in which something runs that is none of the schedule's. */
    final Set<Slot> strays = new LinkedHashSet<>();

    /** Outcomes that came too late or twice and were dropped. */
    long lateOutcomes;

    Board(ScheduleTerms terms, RandomGenerator random) {
        this.terms = terms;
        this.random = random;
        this.backoff = new Backoff(terms.backoff().toNanos(), terms.maxBackoff().toNanos());
    }

    Pool pool(String name) {
        return pools.computeIfAbsent(name, Pool::new);
    }

    Iterable<Pool> pools() {
        return pools.values();
    }

    Pool poolOf(ScheduledJob job) {
        return pool(job.terms.pool());
    }

    @Nullable ScheduledWorker worker(WorkerId id) {
        return workers.get(id);
    }

    /** Forgets jobs that are over once nothing of theirs is in flight. */
    void forgetEnded() {
        for (Iterator<ScheduledJob> all = ending.iterator(); all.hasNext(); ) {
            ScheduledJob job = all.next();
            if (job.inFlight.isEmpty()) {
                all.remove();
                jobs.remove(job.terms.id());
                poolOf(job).jobs.remove(job);
                charged.values().forEach(tasks -> tasks.remove(job));
                charged.values().removeIf(Map::isEmpty);
            }
        }
    }

    void setStray(Slot slot, Slot.@Nullable Stray stray) {
        slot.stray = stray;
        if (stray == null) {
            strays.remove(slot);
        } else {
            strays.add(slot);
        }
    }

    void run(Attempt attempt) {
        runs.computeIfAbsent(attempt.slot.worker, _ -> new LinkedHashMap<>())
                .computeIfAbsent(attempt.job, _ -> new ArrayList<>())
                .add(
                        new Decision.Assignment(
                                attempt.slot.index,
                                attempt.task(),
                                attempt.number(),
                                attempt.ready.confirm()));
    }

    /** The sequence that attempts dispatched now to a worker for a job will carry. */
    long nextSequence(ScheduledWorker worker, ScheduledJob job) {
        Map<ScheduledJob, List<Decision.Assignment>> open = runs.get(worker);
        if (open == null) {
            return worker.sequence + 1;
        }
        int position = 0;
        for (ScheduledJob other : open.keySet()) {
            position++;
            if (other == job) {
                return worker.sequence + position;
            }
        }
        return worker.sequence + position + 1;
    }

    /** What is known of an unsettled task has changed, so that it is to be kept. */
    void retry(ScheduledJob job, int task) {
        retries.computeIfAbsent(job, _ -> new LinkedHashSet<>()).add(task);
    }

    void charge(WorkerId worker, ScheduledJob job, int task) {
        job.trouble(task).lostWith.add(worker);
        charged.computeIfAbsent(worker, _ -> new HashMap<>())
                .computeIfAbsent(job, _ -> new ArrayList<>())
                .add(task);
    }

    void settle(ScheduledJob job, Settlement settlement) {
        settlements.computeIfAbsent(job, _ -> new ArrayList<>()).add(settlement);
        if (job.done()) {
            ends.add(new Decision.AllSettled(job.terms.id()));
        }
    }

    void cancel(ScheduledWorker worker, JobId job, TaskAttempt attempt) {
        cancels.computeIfAbsent(worker, _ -> new LinkedHashMap<>())
                .computeIfAbsent(job, _ -> new ArrayList<>())
                .add(attempt);
    }

    void acknowledge(ScheduledWorker worker) {
        ends.add(new Decision.Acknowledge(worker.id, worker.lastReport));
    }

    void decide(Decision decision) {
        others.add(decision);
    }

    /**
     * Hands out what was decided: what stops first, then what runs, then what is to be kept. A task
     * that came back before it was settled is settled all the same.
     */
    List<Decision> take() {
        List<Decision> all = new ArrayList<>(others);
        cancels.forEach((worker, jobs) ->
                jobs.forEach((job, attempts) ->
                        all.add(new Decision.Cancel(worker.id, new JobAttempts(job, attempts)))));
        runs.forEach((worker, jobs) ->
                jobs.forEach((job, attempts) ->
                        all.add(
                                new Decision.Run(
                                        worker.id, ++worker.sequence, job.terms.id(), attempts))));
        retries.forEach((job, tasks) -> retried(job, tasks, all));
        settlements.forEach(
                (job, settled) -> all.add(new Decision.Settle(job.terms.id(), settled)));
        all.addAll(ends);
        others.clear();
        cancels.clear();
        runs.clear();
        retries.clear();
        settlements.clear();
        ends.clear();
        return all;
    }

    private static void retried(ScheduledJob job, Set<Integer> tasks, List<Decision> to) {
        List<Retried> retried = new ArrayList<>();
        for (int task : tasks) {
            ScheduledJob.Trouble trouble = job.troubles.get(task);
            if (trouble != null && !job.cancelled) {
                retried.add(trouble.of(task));
            }
        }
        if (!retried.isEmpty()) {
            to.add(new Decision.Retry(job.terms.id(), retried));
        }
    }
}
