package regatta.coordinator.api;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.workload.TaskFile;

/**
 * A task as people see it.
 *
 * @param state one that a worker has, but not begun, is WAITING; CANCELLED are those that a job has
 *     not settled when it ends
 * @param attempts attempts that have begun so far
 * @param worker who runs it or ran its last attempt; null before the first
 * @param timings of its last attempt; null until it is settled
 * @param output what its workload shows of its output; null unless it succeeded
 * @param file what it left; null unless it succeeded, and where its kind leaves no files
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

    /** Where a task is. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** Seconds; {@code overheadSeconds} is what is left of dispatched until answered. */
    public record TaskTimings(
            double queuedSeconds,
            double waitedSeconds,
            double ranSeconds,
            double cpuSeconds,
            double overheadSeconds) {}
}
