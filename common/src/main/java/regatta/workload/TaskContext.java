package regatta.workload;

/**
 * Tells a running task which attempt of the task runs, and whether the task is to stop. Safe from
 * any thread.
 */
public interface TaskContext {
    /** Returns the id of the job that the task belongs to. */
    String job();

    /** Returns the task's index in its job. */
    int index();

    /** Returns the number of this attempt, from 1. */
    int attempt();

    /** Returns the worker's slot that runs this attempt, from 0. */
    default int slot() {
        return 0;
    }

    /**
     * Reports processor time that the attempt used outside of this JVM, in programs that the
     * attempt ran and that have ended.
     *
     * @param nanos the sum of the processor time over all programs of the attempt, at least 0; a
     *     later call replaces the sum
     */
    default void usedElsewhere(long nanos) {}

    /**
     * Returns whether the task is to stop. A long task calls this method between blocks of work. If
     * the task has a thread of its own, the worker also interrupts this thread.
     */
    boolean isCancelled();
}
