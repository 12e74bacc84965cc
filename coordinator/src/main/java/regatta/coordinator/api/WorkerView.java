package regatta.coordinator.api;

/**
 * A worker as people see it.
 *
 * @param slots slots for computing, or for anything where it does not tell them apart
 * @param ioSlots slots for waiting workloads, 0 where {@code slots} serve both
 * @param running slots with an attempt
 */
public record WorkerView(
        String id, String pool, State state, int slots, int ioSlots, int running, String address) {

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
