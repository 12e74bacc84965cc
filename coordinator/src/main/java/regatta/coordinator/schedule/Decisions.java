package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;

/** Collects the schedule's decisions until the caller takes them. Confined to the schedule. */
final class Decisions {
    private final Map<ScheduledWorker, Map<ScheduledJob, List<Decision.Assignment>>> runs =
            new LinkedHashMap<>();
    private final Map<ScheduledJob, Set<Integer>> retries = new LinkedHashMap<>();
    private final Map<ScheduledJob, List<Settlement>> settlements = new LinkedHashMap<>();
    private final Map<ScheduledWorker, Map<JobId, List<TaskAttempt>>> cancels =
            new LinkedHashMap<>();
    private final List<Decision> others = new ArrayList<>();
    private final List<Decision> recalls = new ArrayList<>();
    private final List<Decision> ends = new ArrayList<>();

    void run(ScheduledAttempt attempt) {
        runs.computeIfAbsent(attempt.slot.worker, _ -> new LinkedHashMap<>())
                .computeIfAbsent(attempt.job, _ -> new ArrayList<>())
                .add(
                        new Decision.Assignment(
                                attempt.slot.index,
                                attempt.task(),
                                attempt.number(),
                                attempt.ready.confirm()));
    }

    /** Returns the sequence number of the dispatch that will carry a job's attempts to a worker. */
    long nextSequence(ScheduledWorker worker, ScheduledJob job) {
        Map<ScheduledJob, List<Decision.Assignment>> open = runs.get(worker);
        if (open == null) {
            return worker.lastRun() + 1;
        }
        int position = 0;
        for (ScheduledJob other : open.keySet()) {
            position++;
            if (other == job) {
                return worker.lastRun() + position;
            }
        }
        return worker.lastRun() + position + 1;
    }

    /** Adds the decision that the store keeps the attempt counts of an unsettled task. */
    void retry(ScheduledJob job, int task) {
        retries.computeIfAbsent(job, _ -> new LinkedHashSet<>()).add(task);
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
        ends.add(new Decision.Acknowledge(worker.id, worker.lastReport()));
    }

    /** Adds the decision that a worker begins to rest or is well again. */
    void health(ScheduledWorker worker) {
        others.add(new Decision.Health(worker.id, worker.health.reason().orElse("")));
    }

    /**
     * Adds a decision that asks a slot to hand back attempts. {@link #take} returns this decision
     * after the dispatches, because some of the attempts may be in these dispatches.
     */
    void recall(Decision.Recall recall) {
        recalls.add(recall);
    }

    void add(Decision decision) {
        others.add(decision);
    }

    /**
     * Returns and removes all decisions in this sequence: decisions about workers' states, cancels,
     * dispatches, recalls, attempt counts to keep, settlements to keep, ends of jobs and
     * acknowledgements. If a task returned to the queue and then was settled, both since the last
     * call, the store keeps only the task's settlement.
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
                                        worker.id, worker.nextRun(), job.terms.id(), attempts))));
        all.addAll(recalls);
        retries.forEach((job, tasks) -> addRetried(job, tasks, all));
        settlements.forEach(
                (job, settled) -> all.add(new Decision.Settle(job.terms.id(), settled)));
        all.addAll(ends);
        others.clear();
        recalls.clear();
        cancels.clear();
        runs.clear();
        retries.clear();
        settlements.clear();
        ends.clear();
        return all;
    }

    private static void addRetried(ScheduledJob job, Set<Integer> tasks, List<Decision> to) {
        if (job.cancelled()) {
            return;
        }
        List<Retried> retried =
                tasks.stream()
                        .filter(job::hasTrouble)
                        .map(task -> job.trouble(task).toKeep(task))
                        .toList();
        if (!retried.isEmpty()) {
            to.add(new Decision.Retry(job.terms.id(), retried));
        }
    }
}
