package regatta.comparison.plan;

/**
 * The reason for a verdict.
 *
 * @param because the reason, as a sentence without its full stop
 * @param change a sentence that says which change would make an arm faster; empty if unknown
 */
public record Cause(Kind kind, String because, String change) {
    /**
     * The kinds of cause. docs/benchmarking.md says which figures support each kind, and which
     * figures refute each kind.
     */
    public enum Kind {
        /** The workload itself gives the reason. */
        BY_DESIGN,
        /**
         * The figures do not tell the cause: processor time is unknown, or tasks were off the
         * processor for an unknown reason.
         */
        UNKNOWN,
        /** The JVMs or machines of the arms differ in something that changes how fast tasks run. */
        UNEQUAL_CONDITIONS,
        /** Other programs took cores that tasks needed. */
        CORES_TAKEN,
        /** A quota of processor time held the arms back. */
        THROTTLED,
        /** Many attempts failed or were refused, so tasks ran again. */
        REPEATED,
        /** The whole job takes no longer than handing out its tasks. */
        TOO_SHORT,
        /** One task takes at least half of the running time of all tasks. */
        ONE_HUGE_TASK,
        /** Handing out a task takes longer than running it. */
        SMALL_TASKS,
        /** Some slots have no more tasks while the longest tasks still run. */
        UNEVEN_TASKS,
        /** Slots stay free because there are too few tasks to fill the slots evenly. */
        TOO_FEW_TASKS,
        /** Tasks wait for a service elsewhere that serves only a few tasks at a time. */
        SERVED_IN_TURN,
        /** Tasks spend most of their time waiting for something other than a processor. */
        WAITING,
        /** Tasks spend a part of their time waiting and compute for the rest of the time. */
        MIXED,
        /** Tasks compute, and wait for each other when they run side by side. */
        LOCK_BOUND,
        /** Tasks need more processor time when they run side by side. */
        MEMORY_BOUND,
        /** Tasks spend their time computing. */
        COMPUTING
    }
}
