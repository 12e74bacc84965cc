package regatta.coordinator.schedule;

/**
 * A task that waits for a slot.
 *
 * @param attempt the number of its next attempt
 * @param begun how many attempts of it have begun, as far as anybody knows
 * @param readyAt since when it may run
 */
record Ready(int task, int attempt, int begun, long readyAt, Risk risk) {
    /** What a task may do to the worker that runs it. */
    enum Risk {
        NONE,

        /** A worker was lost while it had the task: the next worker must confirm the start. */
        SUSPECT,

        /**
         * The next loss makes the task poison. No other suspect runs at its worker, so that a loss
         * there is this task's.
         */
        LAST_CHANCE
    }

    /**
     * The same task under the number of an attempt that a worker has already. If that number is
     * later than the next one here, the attempts between count as begun. If it is earlier, {@code
     * begun} may count it already.
     */
    Ready as(int number, long now) {
        int before = begun < number ? begun : begun - 1;
        int known = number < attempt ? before : begun + number - attempt;
        return new Ready(task, number, known, now, Risk.NONE);
    }

    boolean confirm() {
        return risk != Risk.NONE;
    }

    Ready numbered(int next) {
        return new Ready(task, next, begun, readyAt, risk);
    }

    Ready at(long later) {
        return new Ready(task, attempt, begun, later, risk);
    }
}
