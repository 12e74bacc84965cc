package regatta.coordinator.api;

import org.jspecify.annotations.Nullable;
import regatta.protocol.NodeInfo;
import regatta.workload.Demand;

/**
 * A worker as people see it.
 *
 * @param slots the number of slots for tasks that compute, or for all tasks if {@code ioSlots} is 0
 * @param ioSlots the number of slots for tasks that mostly wait; 0 if {@code slots} are for all
 *     tasks
 * @param running the number of slots in which an attempt runs
 * @param reason why the worker rests after failures, does not hear the coordinator or is gone; null
 *     if the worker is well
 * @param node what the worker's node last reported of itself and its machine; null if unknown
 */
public record WorkerView(
        String id,
        String pool,
        State state,
        int slots,
        int ioSlots,
        int running,
        String address,
        @Nullable String reason,
        @Nullable NodeInfo node) {

    /** Makes a worker that is well. */
    public WorkerView(
            String id,
            String pool,
            State state,
            int slots,
            int ioSlots,
            int running,
            String address,
            @Nullable NodeInfo node) {
        this(id, pool, state, slots, ioSlots, running, address, null, node);
    }

    /** Returns the same worker with what the worker's node reported of itself. */
    public WorkerView with(@Nullable NodeInfo said) {
        return new WorkerView(id, pool, state, slots, ioSlots, running, address, reason, said);
    }

    /** Returns how many of the worker's slots take tasks of this demand. */
    public int slotsFor(Demand demand) {
        return demand == Demand.WAITING && ioSlots > 0 ? ioSlots : slots;
    }

    /** The state of a worker. */
    public enum State {
        JOINED,
        DRAINING,
        LEFT,
        LOST;

        /** Returns whether the worker is joined or draining. */
        public boolean present() {
            return this == JOINED || this == DRAINING;
        }
    }
}
