package regatta.workload;

/** Tells a running task which attempt it is, and whether it is to stop. Safe from any thread. */
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
     * Reports processor time that the attempt used outside of this JVM, in programs that it ran and
     * that have ended.
     *
     * @param nanos the whole of that time, at least 0; a later call replaces it
     */
    default void usedElsewhere(long nanos) {}

    /**
     * Returns whether the task is to stop. A long task asks this between blocks of work. If the
     * task has a thread of its own, that thread is interrupted as well.
     */
    boolean isCancelled();
}
