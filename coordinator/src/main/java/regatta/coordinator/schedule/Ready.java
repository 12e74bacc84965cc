package regatta.coordinator.schedule;

/**
 * A task that waits for a slot.
 *
 * @param attempt the number that its next attempt has
 * @param begun how many attempts of it have begun, as far as is known
 * @param readyAt since when it may run
 */
record Ready(int task, int attempt, int begun, long readyAt, Risk risk) {
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

    /**
     * The same task as an attempt of it that runs elsewhere already. Between what is known of and a
     * later one, all count as begun; an earlier one may be counted itself.
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
