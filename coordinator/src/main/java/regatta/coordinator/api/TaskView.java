package regatta.coordinator.api;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.workload.TaskFile;

/**
 * A task as people see it.
 *
 * @param state WAITING also for a task that a worker has but has not begun; CANCELLED for a task
 *     that was not settled when its job ended
 * @param attempts attempts that have begun so far
 * @param worker the worker that runs it or ran its last attempt; null before the first
 * @param timings the times of its last attempt; null until it is settled
 * @param output what its workload shows of its output; null unless it succeeded
 * @param file the file that it left; null if it left none or has not succeeded
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
     * The times of an attempt, in seconds. {@code delaySeconds} is the rest of the time from
     * dispatched to answered.
     */
    public record TaskTimings(
            double queuedSeconds,
            double waitedSeconds,
            double ranSeconds,
            double cpuSeconds,
            double delaySeconds) {}
}
