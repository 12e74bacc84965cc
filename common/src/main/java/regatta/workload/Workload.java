package regatta.workload;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * What a job computes: it splits a spec into tasks, runs one task, and combines their outputs.
 *
 * <h2>Writing one</h2>
 *
 * <p>A workload is a package with four things in it.
 *
 * <ol>
 *   <li><b>The spec</b>, a record: what a job asks for, such as {@code record Spec(long points,
 *       Integer tasks)}. Regatta reads it from the job's {@code workload} object, whose fields have
 *       the names of the components. If a job may leave a component out, the component has a boxed
 *       type: it is null then, and the compact constructor replaces null by a default.
 *   <li><b>The output</b>, a record: what a job gives back, such as {@code record Output(double
 *       pi)}. Regatta writes it as JSON, and reads it back from its store. Both records consist of
 *       strings, numbers, booleans, durations, and of lists, maps and records of these.
 *   <li><b>The workload</b>, a class that implements this interface.
 *   <li><b>The provider</b>, a public class that implements {@link WorkloadProvider} and makes the
 *       workload from its settings. It has a public constructor without parameters, and a line in
 *       the file {@code META-INF/services/regatta.workload.WorkloadProvider} names it.
 * </ol>
 *
 * <p>To install the workload, put a jar of these into the folder of plug-ins. Then clients can
 * submit and compare jobs of its kind, by file and over HTTP, in every mode. {@code
 * examples/monte-carlo} is such a project. Regatta calls the methods in this order:
 *
 * <ol>
 *   <li>{@link #fields} and {@link #description} before there is a job, for help and for the API's
 *       document.
 *   <li>{@link #check}, {@link #title} and {@link #taskCount} when a job arrives. If {@code check}
 *       finds something wrong, the client gets status 422 with a pointer to each wrong field.
 *   <li>{@link #task} and {@link #run} once for each attempt. {@link #taskCodec} carries the task
 *       to a worker in another JVM, and {@link #outputCodec} carries the output back. A task's
 *       bytes and an output's bytes stay below 128 KiB.
 *   <li>{@link #combine} once all tasks have succeeded. It gets the outputs in no particular order,
 *       and may read them only once; a {@link TaskOutput} says which task's output it is.
 *   <li>{@link #answer} when somebody reads the job; {@link #verify}, {@link #repeatable}, {@link
 *       #values} and {@link #reason} when runs are compared.
 * </ol>
 *
 * <p>Any thread may call any method, and the same task may run twice. So a workload has no state of
 * its own that a task changes.
 *
 * @param <S> the spec
 * @param <T> one task; equal tasks do equal work
 * @param <O> the output of one task
 * @param <J> the output of a job
 */
public interface Workload<S extends Record, T, O, J extends Record> {

    /** Returns the kind: the name of this workload in a job. */
    String kind();

    /** Returns one sentence for people who choose a workload. */
    String description();

    Class<S> specType();

    Class<J> outputType();

    /** Returns every field that a spec has in JSON, with the spec's names, defaults and limits. */
    List<Field> fields();

    /** Returns in a few words what a spec does, such as {@code Sum of squares: 20 × 1,000}. */
    String title(S spec);

    /**
     * Returns the list of a spec that may be long. It is one of {@link #fields}, of type {@link
     * FieldType.Entries}, and a client may send its entries one on each line.
     */
    default Optional<LongList<S>> specList() {
        return Optional.empty();
    }

    /** Returns the list of an output that may be long. */
    default Optional<LongList<J>> outputList() {
        return Optional.empty();
    }

    Demand demand();

    /** Returns the mode of a job that names none, if no worker node has joined. */
    default String defaultMode() {
        return switch (demand()) {
            case COMPUTING -> "fork-join";
            case WAITING -> "virtual-threads";
        };
    }

    /**
     * Returns the name of the kernel, the implementation with which this JVM computes; empty if
     * there is no choice of kernels.
     */
    default Optional<String> kernel() {
        return Optional.empty();
    }

    /**
     * Returns what is wrong with a spec; empty if it can run. This method alone enforces the limits
     * that {@link #fields} states.
     */
    List<Violation> check(S spec);

    /**
     * Returns why this JVM's settings forbid a client to run a spec that passed {@link #check};
     * empty if they allow it. A client that asks over HTTP gets status 403 and this reason.
     */
    default Optional<String> refusal(S spec) {
        return Optional.empty();
    }

    /**
     * Returns the names of what this JVM can run: the {@link #kind}, or one name for each part of
     * it that the settings allow, such as each program of workload {@code command}. A worker
     * reports these names to its coordinator.
     */
    default List<String> abilities() {
        return List.of(kind());
    }

    /** Returns the one of {@link #abilities} that a worker needs for the tasks of a spec. */
    default String ability(S spec) {
        return kind();
    }

    /** Returns the number of tasks of a spec that passed {@link #check}; at least 1. */
    int taskCount(S spec);

    /**
     * Makes the task at an index. Must be cheap, and must give equal tasks for equal arguments.
     *
     * @param index from 0, below {@link #taskCount}
     */
    T task(S spec, int index);

    /**
     * Makes the task at an index. If the whole job has a limit, such as a rate in bytes a second,
     * the task gets its share of the limit.
     *
     * @param slots how many tasks of the job may run at a time, at least 1
     */
    default T task(S spec, int index, int slots) {
        return task(spec, index);
    }

    /** Returns how many attempts each task may have at most; 1 if a second one would do harm. */
    default int mostAttempts() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns whether all tasks of a job must run on one machine, because they share something on
     * it. Regatta refuses such a job if its pool has nodes on several machines.
     */
    default boolean onOneMachine(S spec) {
        return false;
    }

    Codec<T> taskCodec();

    Codec<O> outputCodec();

    /**
     * Runs a task on the calling thread.
     *
     * @throws TaskFailedException if it failed in a way that the workload understands
     * @throws InterruptedException if it noticed that it is to stop
     */
    O run(T task, TaskContext context) throws Exception;

    /**
     * Starts a task on an event loop, and never blocks the loop.
     *
     * <p>The default runs the whole task at once and so occupies the loop, as every task does that
     * only computes.
     *
     * <p>The loop's thread calls this method, and the stage completes on that thread. A task asks
     * its context whether it is to stop. If so, the stage completes with an {@link
     * InterruptedException}.
     */
    default CompletionStage<O> start(T task, TaskContext context, EventLoop loop) {
        try {
            return CompletableFuture.completedStage(run(task, context));
        } catch (Exception failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /**
     * Combines the outputs of the tasks that succeeded into the job's output.
     *
     * @param outputs in no particular order; can be read once
     * @throws CombineException if the outputs contradict each other
     */
    J combine(S spec, Stream<TaskOutput<O>> outputs) throws CombineException;

    /**
     * Returns what a person wants to read of a job that succeeded: a few lines, however long the
     * output is, such as {@code 100,000,000: 333333328333333350000000}.
     */
    List<String> answer(S spec, J output);

    /**
     * Checks whether an output is what the spec asks for, in another way than the tasks compute it.
     * The default accepts every output.
     */
    default Validity verify(S spec, J output) {
        return new Validity.Right();
    }

    /**
     * Returns whether two right outputs of a spec are always equal. If so, a comparison fails when
     * two outputs differ.
     */
    default boolean repeatable(S spec) {
        return true;
    }

    /** Returns the figure by which jobs of this kind are compared. */
    default Figure compared() {
        return Figure.WALL_TIME;
    }

    /**
     * Returns the figures that an output has besides the job's times, such as {@code lost}. Each is
     * a column of a comparison. {@link #compared} is one of them unless it is the wall time.
     */
    default List<Figure> figures() {
        return List.of();
    }

    /** Returns the value of each of {@link #figures} in an output, in their order. */
    default List<Double> values(J output) {
        return List.of();
    }

    /**
     * Returns why a job with this spec is fast, as a sentence without its full stop. A verdict that
     * recommends the job's arm quotes the sentence. Empty if the times of the job's tasks already
     * explain the speed.
     */
    default Optional<String> reason(S spec) {
        return Optional.empty();
    }

    /**
     * Returns one task's output as people see it: a record, string, number, boolean, list or map of
     * these. The default shows the output itself.
     */
    default Object shown(O output) {
        return output;
    }

    /**
     * Returns the file that a task wrote, if its output describes one. The file is among the {@link
     * #files} of the JVM that ran the task.
     */
    default Optional<TaskFile> file(O output) {
        return Optional.empty();
    }

    /** Returns where tasks leave files in this JVM; empty if they leave none. */
    default Optional<JobFiles> files() {
        return Optional.empty();
    }

    /**
     * Returns the spec of a job that does only some tasks of another job, with everything that they
     * need. Empty if a task has no meaning without the others.
     *
     * @param tasks indices below {@link #taskCount}, at least one
     */
    default Optional<S> only(S spec, List<Integer> tasks) {
        return Optional.empty();
    }

    /** Returns whether Regatta calls {@link #discardFiles} for each job once it has ended. */
    default boolean discardsAtEnd() {
        return false;
    }

    /**
     * Deletes the files that tasks of a job may have left on this machine, and forgets the job.
     *
     * @param job the job's id, which is the name of its folder
     */
    default void discardFiles(String job) throws IOException {}

    /**
     * Deletes files on this machine that an attempt began and that no attempt can finish any more.
     * Skips those that it cannot delete now. May take long.
     */
    default void discardLeftovers() {}

    /**
     * Returns the key of a limit, such as a download's host. Tasks with the same key share the
     * limit: only {@link #perKey} of them may run at a time. Empty if the task has no limit.
     */
    default Optional<String> limitKey(T task) {
        return Optional.empty();
    }

    /** Returns how many tasks with the same {@link #limitKey} may run at a time; 0 for no limit. */
    default int perKey(S spec) {
        return 0;
    }
}
