package regatta.comparison.plan;

/**
 * Why an arm is the fastest.
 *
 * @param because a sentence without its full stop
 * @param change what would make another arm, or the same one, faster: a sentence; empty where that
 *     cannot be told
 */
public record Cause(Kind kind, String because, String change) {
    /** What decides; docs/benchmarking.md says which figures each needs and which refute it. */
    public enum Kind {
        /** The workload says why: what it was told to do explains it. */
        BY_DESIGN,
        /** Processor time is not known, or not what the rest of running was. */
        UNKNOWN,
        /** JVMs or machines of the arms differ in what their tasks depend on. */
        UNEQUAL_CONDITIONS,
        /** Other programs had the cores. */
        CORES_TAKEN,
        /** A quota held the arms back. */
        THROTTLED,
        /** Attempts were refused, or failed, and were repeated. */
        REPEATED,
        /** All of the job takes no longer than handing it out. */
        TOO_SHORT,
        /** One task takes half of the time or more. */
        ONE_HUGE_TASK,
        /** Handing a task out takes longer than the task. */
        SMALL_TASKS,
        /** Slots have nothing left while the longest tasks still run. */
        UNEVEN_TASKS,
        /** Slots have nothing left because equal tasks do not fill them. */
        TOO_FEW_TASKS,
        /** Tasks wait for something elsewhere that serves only so many at a time. */
        SERVED_IN_TURN,
        /** Tasks wait for something else than a processor. */
        WAITING,
        /** Tasks wait for a good part, and compute for the rest. */
        MIXED,
        /** Side by side, tasks that compute wait for each other. */
        LOCK_BOUND,
        /** Side by side, tasks take more processor time than one after the other. */
        MEMORY_BOUND,
        /** Tasks compute. */
        COMPUTING
    }
}
