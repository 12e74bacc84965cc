package regatta.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.api.TaskView.State;
import regatta.coordinator.api.TaskView.TaskTimings;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;
import regatta.workload.TaskFile;
import regatta.workload.Workload;

/** Makes pages of one job's tasks from the store and the schedule. Runs on any thread. */
final class TaskPages {
    private static final int CHUNK = 4_096;
    private static final double NANOS = 1e9;

    private final JobStore store;
    private final JobView job;
    private final Optional<Workload<?, ?, ?, ?>> workload;
    private final Map<Integer, Schedule.Unsettled> unsettled = new HashMap<>();

    /**
     * Creates an object that makes pages of one job's tasks.
     *
     * @param workload the job's workload; empty if it is not installed, in which case pages show no
     *     outputs
     */
    TaskPages(
            JobStore store,
            JobView job,
            Optional<Workload<?, ?, ?, ?>> workload,
            List<Schedule.Unsettled> unsettled) {
        this.store = store;
        this.job = job;
        this.workload = workload;
        unsettled.forEach(task -> this.unsettled.put(task.task(), task));
    }

    TaskPage page(TaskFilter filter, int limit) {
        if (filter.state().equals(Optional.of(State.FAILED))) {
            List<TaskView> failed =
                    store.failed(job.id(), filter.from(), limit + 1).stream()
                            .map(this::settled)
                            .toList();
            return page(failed, limit);
        }
        List<TaskView> found = new ArrayList<>();
        int total = job.progress().total();
        int chunk = filter.state().isEmpty() ? limit + 1 : CHUNK;
        int from = filter.from();
        while (from < total && found.size() <= limit) {
            int until = (int) Math.min(total, (long) from + chunk);
            addChunk(from, until, filter, found);
            from = until;
        }
        return page(found, limit);
    }

    private static TaskPage page(List<TaskView> found, int limit) {
        boolean more = found.size() > limit;
        List<TaskView> items = found.subList(0, Math.min(limit, found.size()));
        return new TaskPage(
                List.copyOf(items),
                more ? Optional.of(found.get(limit).index()) : Optional.empty());
    }

    private void addChunk(int from, int until, TaskFilter filter, List<TaskView> found) {
        Map<Integer, Settlement> settled = new HashMap<>();
        store.page(job.id(), from, until - from)
                .forEach(settlement -> settled.put(settlement.task(), settlement));
        for (int index = from; index < until; index++) {
            TaskView task = view(index, settled.get(index));
            if (filter.state().map(state -> state == task.state()).orElse(true)) {
                found.add(task);
            }
        }
    }

    private TaskView view(int index, @Nullable Settlement settlement) {
        if (settlement != null) {
            return settled(settlement);
        }
        Schedule.Unsettled task = unsettled.get(index);
        State state =
                job.state().terminal()
                        ? State.CANCELLED
                        : task != null && task.running() ? State.RUNNING : State.WAITING;
        int attempts = task == null ? 0 : task.attempts();
        WorkerId worker = task == null ? null : task.worker();
        return new TaskView(
                index,
                state,
                attempts,
                worker == null ? null : worker.value(),
                null,
                null,
                null,
                null);
    }

    private TaskView settled(Settlement settlement) {
        WorkerId worker = settlement.worker();
        Ended ended =
                settlement.outcome() instanceof Outcome.Succeeded(Payload output)
                        ? workload.map(known -> ended(known, output)).orElse(null)
                        : null;
        Failure failure = settlement.outcome() instanceof Outcome.Failed(Failure why) ? why : null;
        return new TaskView(
                settlement.task(),
                failure == null ? State.SUCCEEDED : State.FAILED,
                settlement.attempts(),
                worker == null ? null : worker.value(),
                new TaskTimings(
                        settlement.queuedNanos() / NANOS,
                        settlement.waitedNanos() / NANOS,
                        settlement.ranNanos() / NANOS,
                        settlement.cpuNanos() < 0 ? -1 : settlement.cpuNanos() / NANOS,
                        settlement.delayNanos() / NANOS),
                ended == null ? null : ended.shown(),
                ended == null ? null : ended.file(),
                failure);
    }

    private static <O> Ended ended(Workload<?, ?, O, ?> workload, Payload payload) {
        O output = workload.outputCodec().decode(payload.bytes());
        return new Ended(workload.shown(output), workload.file(output).orElse(null));
    }

    private record Ended(Object shown, @Nullable TaskFile file) {}
}
