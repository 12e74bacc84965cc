package regatta.coordinator.api;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.workload.TaskFile;

/**
 * A task as people see it.
 *
 * @param state the task's state; WAITING also if a worker has the task but has not begun it;
 *     CANCELLED if the task was not settled when its job ended
 * @param attempts how many attempts of the task have begun so far
 * @param worker the worker that runs the task or ran the task's last attempt; null before the first
 *     attempt
 * @param timings the times of the task's last attempt; null until the task is settled
 * @param output what the workload shows of the task's output; null unless the task succeeded
 * @param file the file that the task left; null if the task left no file or has not succeeded
 */
public record TaskView(
        int index,
        State state,
        int attempts,
        @Nullable String worker,
        @Nullable TaskTimings timings,
        @Nullable Object output,
        @Nullable TaskFile file,
        @Nullable Failure failure) {

    /** The state of a task. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * The times of an attempt, in seconds. {@code delaySeconds} is the time from dispatched to
     * answered without {@code waitedSeconds} and {@code ranSeconds}.
     */
    public record TaskTimings(
            double queuedSeconds,
            double waitedSeconds,
            double ranSeconds,
            double cpuSeconds,
            double delaySeconds) {}
}
