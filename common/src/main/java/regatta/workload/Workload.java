package regatta.workload;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * What a job computes: splits a spec into tasks, runs one, combines their outputs.
 *
 * <p>An implementation has no state of its own that a task changes: every method may be called from
 * any thread, and the same task may run twice.
 *
 * @param <S> the spec, a record that Jackson reads from the job's {@code workload} object without
 *     its {@code kind}
 * @param <T> one task
 * @param <O> the output of one task
 */
public interface Workload<S extends Record, T, O> {

    /** The word that names this workload in a job. */
    String kind();

    /** One sentence for people who choose a workload. */
    String description();

    Class<S> specType();

    Demand demand();

    /** The mode of a job that names none while no worker node has joined. */
    String defaultMode();

    /** What this JVM computes it with, where there is a choice; empty where there is none. */
    default Optional<String> kernel() {
        return Optional.empty();
    }

    /** Says what is wrong with a spec; empty when it can run. */
    List<Violation> check(S spec);

    /** The number of tasks of a spec that passed {@link #check}; at least 1. */
    int taskCount(S spec);

    /**
     * Makes the task at an index; cheap, and always equal for the same arguments.
     *
     * @param index from 0, below {@link #taskCount}
     */
    T task(S spec, int index);

    /**
     * Makes a task as it is to run: with its share of what is limited for the whole job.
     *
     * @param slots how many tasks of the job may run at a time, at least 1
     */
    default T task(S spec, int index, int slots) {
        return task(spec, index);
    }

    Codec<T> taskCodec();

    Codec<O> outputCodec();

    /**
     * Runs a task on the calling thread.
     *
     * @throws TaskFailedException when it failed and the workload knows how
     * @throws InterruptedException when it noticed that it is to stop
     */
    O run(T task, TaskContext context) throws Exception;

    /**
     * Starts a task on an event loop, without ever blocking it.
     *
     * <p>The default occupies the loop for the whole run, which is what a task that only computes
     * does to any event loop.
     *
     * <p>Called on the loop's thread; the stage completes on that thread. A task notices that it is
     * to stop by asking its context, and then completes with an {@link InterruptedException}.
     */
    default CompletionStage<O> start(T task, TaskContext context, EventLoop loop) {
        try {
            return CompletableFuture.completedStage(run(task, context));
        } catch (Exception failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /**
     * Combines the outputs of the tasks that succeeded into a job's output, a record that Jackson
     * can write.
     *
     * @param outputs in no particular order; read once
     * @throws CombineException when the outputs contradict each other
     */
    Record combine(S spec, Stream<TaskOutput<O>> outputs) throws CombineException;

    /** What a person sees of one task's output; Jackson can write it. */
    Object shown(O output);

    /** The file that a task's output stands for, one of {@link #files} of the JVM that ran it. */
    default Optional<TaskFile> file(O output) {
        return Optional.empty();
    }

    /** Where tasks leave files in this JVM; empty where they leave none. */
    default Optional<JobFiles> files() {
        return Optional.empty();
    }

    /**
     * The spec of a job that does only some tasks of another, with everything that they need; empty
     * where tasks do not stand for themselves.
     *
     * @param tasks indices below {@link #taskCount}, at least one
     */
    default Optional<S> only(S spec, List<Integer> tasks) {
        return Optional.empty();
    }

    /**
     * Deletes the files that tasks of a job left on this machine, if they did.
     *
     * @param job the job's id, the name of its folder
     */
    default void discardFiles(String job) throws IOException {}

    /**
     * Deletes what was begun on this machine and nobody goes on with; what cannot be deleted now
     * stays. May take long.
     */
    default void discardLeftovers() {}

    /** The name that tasks share which may only run so many at a time (a download's host). */
    default Optional<String> limitKey(T task) {
        return Optional.empty();
    }

    /** How many tasks of one limit key may run at a time; 0 for no limit. */
    default int perKey(S spec) {
        return 0;
    }
}
