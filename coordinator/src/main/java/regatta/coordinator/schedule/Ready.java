package regatta.coordinator.schedule;

/**
 * A task that waits for a slot.
 *
 * @param attempt the number of the task's next attempt
 * @param begun how many attempts of the task have begun, as far as the coordinator knows
 * @param readyAt the moment from which on the task may run
 */
record Ready(int task, int attempt, int begun, long readyAt, Risk risk) {
    /** How dangerous a task may be to the worker that runs it. */
    enum Risk {
        NONE,

        /**
         * A worker was lost while it had the task. The next worker must report the start and wait
         * for the acknowledgement before it runs the task.
         */
        SUSPECT,

        /**
         * If one more worker is lost with the task, the task becomes poison. No other suspect runs
         * at the same worker, so that the worker's loss can be blamed on this task alone.
         */
        LAST_CHANCE
    }

    /**
     * Returns the task for an attempt that a worker already has. If the attempt's number is greater
     * than {@code attempt}, the attempts with numbers in between count as begun. If the attempt's
     * number is smaller than {@code attempt}, {@code begun} may already count the worker's attempt.
     *
     * @param number the number of the attempt that the worker has
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
