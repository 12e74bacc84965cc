package regatta.coordinator.schedule;

/**
 * A task that waits for a slot.
 *
 * @param attempt the number that its next attempt has
 * @param readyAt since when it may run
 */
record Ready(int task, int attempt, long readyAt, Risk risk) {
    /** What running a task may do to its worker, as far as is known. */
    enum Risk {
        NONE,

        /** It was at a worker that was lost: its worker must confirm the start. */
        SUSPECT,

        /**
         * One more loss and it is poison: no other suspect runs at its worker, so none is mixed up.
         */
        LAST_CHANCE
    }

    boolean confirm() {
        return risk != Risk.NONE;
    }

    Ready at(long later) {
        return new Ready(task, attempt, later, risk);
    }
}
