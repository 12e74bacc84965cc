package regatta.workload;

/** What a running task may ask of its surroundings; safe from any thread. */
public interface TaskContext {
    /** The id of the job that the task belongs to. */
    String job();

    /** The task's index in its job. */
    int index();

    /** The number of this attempt, from 1. */
    int attempt();

    /** The slot of the worker that runs this attempt, from 0. */
    default int slot() {
        return 0;
    }

    /**
     * Tells of processor time that the task had outside of this JVM, in programs that it ran and
     * that have ended.
     *
     * @param nanos at least 0
     */
    default void usedElsewhere(long nanos) {}

    /**
     * Whether the task is to stop; a task on a thread of its own is interrupted as well. A long
     * task asks this between blocks of work.
     */
    boolean isCancelled();
}
