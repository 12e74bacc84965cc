package regatta.workload;

/** What a running task may ask of its surroundings; safe from any thread. */
public interface TaskContext {
    /** The id of the job that the task belongs to. */
    String job();

    /** The task's index in its job. */
    int index();

    /** The number of this attempt, from 1. */
    int attempt();

    /**
     * Whether the task is to stop; a task on a thread of its own is interrupted as well. A long
     * task asks this between blocks of work.
     */
    boolean isCancelled();
}
