package regatta.coordinator.api;

import org.jspecify.annotations.Nullable;
import regatta.protocol.NodeInfo;
import regatta.workload.Demand;

/**
 * A worker as people see it.
 *
 * @param slots slots for computing, or for anything where it does not tell them apart
 * @param ioSlots slots for waiting workloads, 0 where {@code slots} serve both
 * @param running slots with an attempt
 * @param reason why it rests, does not hear the coordinator or is gone; null where it is well
 * @param node what its node said last of itself and its machine; null where not known
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

    /** A worker that is well. */
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

    /** The same worker, with what it said of itself. */
    public WorkerView with(@Nullable NodeInfo said) {
        return new WorkerView(id, pool, state, slots, ioSlots, running, address, reason, said);
    }

    /** How many of its slots take a demand. */
    public int slotsFor(Demand demand) {
        return demand == Demand.WAITING && ioSlots > 0 ? ioSlots : slots;
    }

    /** Where a worker is. */
    public enum State {
        JOINED,
        DRAINING,
        LEFT,
        LOST;

        /** Whether it answers. */
        public boolean present() {
            return this == JOINED || this == DRAINING;
        }
    }
}
