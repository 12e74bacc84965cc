package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The one outcome that counts for a task, and the figures of the attempt with this outcome.
 *
 * @param attempts how many attempts of the task began, as far as the coordinator knows
 * @param worker the worker that ran the attempt that counts; null if the task failed while the task
 *     waited
 * @param outcome whether the task succeeded or failed for good
 * @param queuedNanos time from the moment when the task was ready until the dispatch, on the
 *     coordinator's clock
 * @param waitedNanos time from the attempt's arrival until its start, on the worker's clock
 * @param ranNanos time from the attempt's start until its end, on the worker's clock
 * @param cpuNanos processor time of the attempt; −1 if unknown
 * @param readyNanos time without a core while the attempt ran; −1 if unknown
 * @param delayNanos the rest of the time from the dispatch until the worker's answer
 * @param slot the index of the worker's slot that the attempt ran in; −1 if unknown
 * @param begunNanos time from the job's first dispatch until the attempt began, on the
 *     coordinator's clock; −1 if unknown
 */
public record Settlement(
        int task,
        int attempts,
        @Nullable WorkerId worker,
        Outcome outcome,
        long queuedNanos,
        long waitedNanos,
        long ranNanos,
        long cpuNanos,
        long readyNanos,
        long delayNanos,
        int slot,
        long begunNanos) {

    /**
     * Creates a settlement whose attempt has an unknown slot, an unknown start and an unknown time
     * without a core.
     */
    public Settlement(
            int task,
            int attempts,
            @Nullable WorkerId worker,
            Outcome outcome,
            long queuedNanos,
            long waitedNanos,
            long ranNanos,
            long cpuNanos,
            long delayNanos) {
        this(
                task,
                attempts,
                worker,
                outcome,
                queuedNanos,
                waitedNanos,
                ranNanos,
                cpuNanos,
                -1,
                delayNanos,
                -1,
                -1);
    }
}
