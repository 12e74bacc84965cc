package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.WorkerId;

/**
 * Records which tasks are charged with the loss of which workers. A charged task may have caused
 * the loss, because it ran on the worker. If a lost worker returns, the charges for its loss are
 * taken back. Confined to the schedule.
 */
final class Charges {
    private final Map<WorkerId, Map<ScheduledJob, List<Integer>>> charged = new HashMap<>();

    void charge(WorkerId worker, ScheduledJob job, int task) {
        job.trouble(task).lost(worker);
        charged.computeIfAbsent(worker, _ -> new HashMap<>())
                .computeIfAbsent(job, _ -> new ArrayList<>())
                .add(task);
    }

    /**
     * Takes back the charges for a worker's loss. Returns the unsettled tasks that were charged
     * with this loss.
     */
    Map<ScheduledJob, List<Integer>> forgive(WorkerId worker) {
        Map<ScheduledJob, List<Integer>> forgiven = charged.remove(worker);
        if (forgiven == null) {
            return Map.of();
        }
        forgiven.forEach((job, tasks) -> {
            tasks.removeIf(task -> !job.hasTrouble(task));
            tasks.forEach(task -> job.trouble(task).forgive(worker));
        });
        return forgiven;
    }

    void forget(ScheduledJob job) {
        charged.values().forEach(tasks -> tasks.remove(job));
        charged.values().removeIf(Map::isEmpty);
    }

    boolean isEmpty() {
        return charged.isEmpty();
    }

    /** Returns whether any task is charged with the loss of a worker. */
    boolean any(WorkerId worker) {
        return charged.containsKey(worker);
    }

    /** Returns how many losses of workers a task is charged with. */
    int of(ScheduledJob job, int task) {
        int count = 0;
        for (Map<ScheduledJob, List<Integer>> jobs : charged.values()) {
            for (int each : jobs.getOrDefault(job, List.of())) {
                count += each == task ? 1 : 0;
            }
        }
        return count;
    }
}
