package regatta.workload;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Says what a job computes: splits a spec into tasks, runs a task, and combines the tasks' outputs.
 *
 * <h2>Writing a workload</h2>
 *
 * <p>A workload is a package with four parts.
 *
 * <ol>
 *   <li><b>The spec</b>, a record: what a job asks for, such as {@code record Spec(long points,
 *       Integer tasks)}. Regatta reads the spec from the job's {@code workload} object, whose
 *       fields have the names of the record's components. If a job may leave a component out, the
 *       component has a boxed type. A component that a job leaves out is null, and the compact
 *       constructor replaces null by a default.
 *   <li><b>The output</b>, a record: what a job gives back, such as {@code record Output(double
 *       pi)}. Regatta writes the output as JSON, and reads the output back from the store. Spec and
 *       output consist of strings, numbers, booleans and durations, and of lists, maps and records
 *       of such values.
 *   <li><b>The workload</b>, a class that implements this interface.
 *   <li><b>The provider</b>, a public class that implements {@link WorkloadProvider} and makes the
 *       workload from the workload's settings. The provider has a public constructor without
 *       parameters, and a line in the file {@code
 *       META-INF/services/regatta.workload.WorkloadProvider} names the provider.
 * </ol>
 *
 * <p>To install the workload, put a jar of the package into the folder of plug-ins. Then clients
 * can submit and compare jobs of the workload's kind, by file and over HTTP, in every mode. {@code
 * examples/monte-carlo} is a project with such a workload. Regatta calls the methods in this order:
 *
 * <ol>
 *   <li>{@link #fields} and {@link #description} before there is a job, for help and for the API's
 *       document.
 *   <li>{@link #check}, {@link #title} and {@link #taskCount} when a job arrives. If {@code check}
 *       finds something wrong, the client gets status 422 with a pointer to each wrong field.
 *   <li>{@link #task} and {@link #run} once for each attempt. {@link #taskCodec} carries the task
 *       to a worker in another JVM, and {@link #outputCodec} carries the output back. A task's
 *       bytes and an output's bytes stay below 128 KiB.
 *   <li>{@link #combine} after all tasks have succeeded. The method gets the outputs in no
 *       particular order, and can read the outputs only once. A {@link TaskOutput} also has the
 *       index of the task that gave the output.
 *   <li>{@link #answer} when somebody reads the job; {@link #verify}, {@link #repeatable}, {@link
 *       #values} and {@link #reason} when a comparison compares runs.
 * </ol>
 *
 * <p>Any thread may call any method, and the same task may run twice. So a workload must have no
 * state that a task changes.
 *
 * @param <S> the spec of a job
 * @param <T> one task; equal tasks do equal work
 * @param <O> the output of one task
 * @param <J> the output of a job
 */
public interface Workload<S extends Record, T, O, J extends Record> {

    /** Returns the kind: the name of this workload in a job. */
    String kind();

    /** Returns one sentence that describes this workload to people who choose a workload. */
    String description();

    Class<S> specType();

    Class<J> outputType();

    /** Returns every field that a spec has in JSON, with the field's name, default and limits. */
    List<Field> fields();

    /** Returns in a few words what a spec does, such as {@code Sum of squares: 20 × 1,000}. */
    String title(S spec);

    /**
     * Returns the list in a spec that may have very many entries; empty if a spec has no such list.
     * The list is one of {@link #fields} and has the type {@link FieldType.Entries}. A client may
     * send the list with one entry on each line.
     */
    default Optional<LongList<S>> specList() {
        return Optional.empty();
    }

    /**
     * Returns the list in an output that may have very many entries; empty if an output has no such
     * list.
     */
    default Optional<LongList<J>> outputList() {
        return Optional.empty();
    }

    Demand demand();

    /** Returns the mode of a job that names no mode, if no worker node has joined. */
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
     * Returns what is wrong with a spec; empty if the spec can run. This method alone enforces the
     * limits that {@link #fields} states.
     */
    List<Violation> check(S spec);

    /**
     * Returns why this JVM's settings forbid a client to run a spec that passed {@link #check};
     * empty if the settings allow the spec. If the settings forbid a spec, a client that submits
     * the spec over HTTP gets status 403 and the returned reason.
     */
    default Optional<String> refusal(S spec) {
        return Optional.empty();
    }

    /**
     * Returns the names of what this JVM can run: the {@link #kind}, or a name for each part of the
     * workload that the settings allow, such as each program of workload {@code command}. A worker
     * reports these names to its coordinator.
     */
    default List<String> abilities() {
        return List.of(kind());
    }

    /** Returns which of the {@link #abilities} a worker needs to run the tasks of a spec. */
    default String ability(S spec) {
        return kind();
    }

    /** Returns the number of tasks of a spec that passed {@link #check}; at least 1. */
    int taskCount(S spec);

    /**
     * Makes the task at an index. A call must be cheap, and calls with equal arguments must return
     * equal tasks.
     *
     * @param index the index of the task, at least 0 and below {@link #taskCount}
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

    /**
     * Returns how many attempts each task may have at most; 1 if a second attempt would do harm.
     */
    default int mostAttempts() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns whether all tasks of a job must run on one machine, because the tasks share something
     * on the machine. Regatta refuses such a job if the job's pool has nodes on several machines.
     */
    default boolean onOneMachine(S spec) {
        return false;
    }

    Codec<T> taskCodec();

    Codec<O> outputCodec();

    /**
     * Runs a task on the calling thread.
     *
     * @throws TaskFailedException if the task failed for a reason that the workload can name
     * @throws InterruptedException if the task noticed that it is to stop
     */
    O run(T task, TaskContext context) throws Exception;

    /**
     * Starts a task on an event loop, and never blocks the loop.
     *
     * <p>The default runs the whole task during this call. Until the task ends, it occupies the
     * loop, as every task does that only computes.
     *
     * <p>The loop's thread calls this method and also completes the returned stage. A task asks its
     * context whether the task is to stop. If the task is to stop, the stage completes with an
     * {@link InterruptedException}.
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
     * @param outputs the outputs of the tasks, in no particular order; the stream can be read only
     *     once
     * @throws CombineException if the outputs contradict each other
     */
    J combine(S spec, Stream<TaskOutput<O>> outputs) throws CombineException;

    /**
     * Returns the result of a job that succeeded, in the form that people read: a few lines,
     * however long the output is. An example of a line is {@code 100,000,000:
     * 333333328333333350000000}.
     */
    List<String> answer(S spec, J output);

    /**
     * Checks whether an output is what the spec asks for. The check computes in another way than
     * the tasks. The default accepts every output.
     */
    default Validity verify(S spec, J output) {
        return new Validity.Right();
    }

    /**
     * Returns whether two right outputs of a spec are always equal. If two right outputs are always
     * equal, a comparison fails when two outputs differ.
     */
    default boolean repeatable(S spec) {
        return true;
    }

    /** Returns the figure by which jobs of this kind are compared. */
    default Figure compared() {
        return Figure.WALL_TIME;
    }

    /**
     * Returns the figures that an output has besides the job's times, such as {@code lost}. A
     * comparison shows each figure in a column. The list contains {@link #compared}, unless that
     * figure is the wall time.
     */
    default List<Figure> figures() {
        return List.of();
    }

    /** Returns the value of each figure in an output, in the order of {@link #figures}. */
    default List<Double> values(J output) {
        return List.of();
    }

    /**
     * Returns why a job with this spec is fast, as a sentence without its full stop. A verdict that
     * recommends the job's arm quotes the sentence. Returns empty if the times of the job's tasks
     * already explain the speed.
     */
    default Optional<String> reason(S spec) {
        return Optional.empty();
    }

    /**
     * Returns one task's output in the form that people see: a record, string, number or boolean,
     * or a list or map of such values. The default shows the output itself.
     */
    default Object shown(O output) {
        return output;
    }

    /**
     * Returns the file that a task wrote; empty if the task's output describes no file. The file is
     * among the {@link #files} of the JVM that ran the task.
     */
    default Optional<TaskFile> file(O output) {
        return Optional.empty();
    }

    /** Returns the files that tasks of this JVM write; empty if the tasks write no files. */
    default Optional<JobFiles> files() {
        return Optional.empty();
    }

    /**
     * Returns the spec of a job that does only some tasks of another job, with everything that
     * these tasks need. Returns empty if a task has no meaning without the other tasks.
     *
     * @param tasks the indices of these tasks, at least one, each below {@link #taskCount}
     */
    default Optional<S> only(S spec, List<Integer> tasks) {
        return Optional.empty();
    }

    /** Returns whether Regatta calls {@link #discardFiles} for each job after the job has ended. */
    default boolean discardsAtEnd() {
        return false;
    }

    /**
     * Deletes the files that tasks of a job may have written on this machine, and forgets the job.
     *
     * @param job the job's id, which is the name of its folder
     */
    default void discardFiles(String job) throws IOException {}

    /**
     * Deletes files on this machine that an attempt began and that no attempt can finish any more.
     * Skips a file that cannot be deleted now. A call may take long.
     */
    default void discardLeftovers() {}

    /**
     * Returns the key of a limit, such as a download's host. Tasks with the same key share the
     * limit: only {@link #perKey} tasks with that key may run at a time. Returns empty if the task
     * has no limit.
     */
    default Optional<String> limitKey(T task) {
        return Optional.empty();
    }

    /**
     * Returns how many tasks with the same {@link #limitKey} may run at a time; 0 if there is no
     * limit.
     */
    default int perKey(S spec) {
        return 0;
    }
}
