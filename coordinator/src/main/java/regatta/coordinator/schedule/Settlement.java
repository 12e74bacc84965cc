package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The one outcome of a task that counts.
 *
 * @param attempts how many attempts of it began, as far as the coordinator knows
 * @param worker the worker that ran the attempt that counts; null if the task failed while it
 *     waited
 * @param outcome whether the task succeeded or failed for good
 * @param queuedNanos from ready to dispatched, on the coordinator's clock
 * @param waitedNanos from arrived to begun, on the worker's clock
 * @param ranNanos from begun to ended, on the worker's clock
 * @param cpuNanos processor time of the attempt; −1 where unknown
 * @param readyNanos time without a core while the attempt ran; −1 where unknown
 * @param delayNanos the rest of the time from dispatched to answered
 * @param slot the worker's slot that the attempt ran in; −1 where unknown
 * @param begunNanos from the job's first dispatch until the attempt began, on the coordinator's
 *     clock; −1 where unknown
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

    /** Creates a settlement of which nobody knows where and when its attempt ran. */
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
