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
 *       Integer tasks)}. Regatta reads it from the job's {@code workload} object, where the fields
 *       have the names of the components. A component that a job may leave out has a boxed type: it
 *       is null then, and the compact constructor gives it its value.
 *   <li><b>The output</b>, a record: what a job gives back, such as {@code record Output(double
 *       pi)}. Regatta writes it as JSON, and reads it back from its store. Both records consist of
 *       strings, numbers, booleans, durations, and lists, maps and records of these.
 *   <li><b>The workload</b>, a class that implements this interface.
 *   <li><b>The provider</b>, a public class with a public constructor without parameters that
 *       implements {@link WorkloadProvider} and makes the workload of its settings. A line in the
 *       file {@code META-INF/services/regatta.workload.WorkloadProvider} names it.
 * </ol>
 *
 * <p>A jar of these in the folder of plug-ins is all: the kind can be submitted and compared, by
 * file and over HTTP, in every mode. {@code examples/monte-carlo} is such a project. The methods
 * come in the order in which they are asked:
 *
 * <ol>
 *   <li>{@link #fields} and {@link #description} before there is a job: for help and for the API's
 *       document.
 *   <li>{@link #check}, {@link #title} and {@link #taskCount} of a spec, when a job comes in. A
 *       client sees what {@code check} finds as 422, with a pointer to each wrong field.
 *   <li>{@link #task} and {@link #run}, once for each attempt: a worker in another JVM gets the
 *       task through {@link #taskCodec}, and its output comes back through {@link #outputCodec}. A
 *       task's bytes and an output's bytes stay below 128 KiB.
 *   <li>{@link #combine}, once all tasks have succeeded. It gets the outputs in no particular
 *       order, and may read them once; a {@link TaskOutput} says which task's output it is.
 *   <li>{@link #answer} for whoever reads the job; {@link #verify}, {@link #repeatable}, {@link
 *       #values} and {@link #reason} when runs are compared.
 * </ol>
 *
 * <p>An implementation has no state of its own that a task changes: every method may be called from
 * any thread, and the same task may run twice.
 *
 * @param <S> the spec
 * @param <T> one task; equal tasks do equal work
 * @param <O> the output of one task
 * @param <J> the output of a job
 */
public interface Workload<S extends Record, T, O, J extends Record> {

    /** The word that names this workload in a job. */
    String kind();

    /** One sentence for people who choose a workload. */
    String description();

    Class<S> specType();

    Class<J> outputType();

    /** Every field that a spec has in JSON; names, defaults and limits are those of the spec. */
    List<Field> fields();

    /** What a spec does in a few words, such as {@code Sum of squares: 20 × 100,000,000}. */
    String title(S spec);

    /**
     * The list of a spec that may be long: one of {@link #fields}, of type {@link
     * FieldType.Entries}. A job may bring its entries one a line.
     */
    default Optional<LongList<S>> specList() {
        return Optional.empty();
    }

    /** The list of an output that may be long. */
    default Optional<LongList<J>> outputList() {
        return Optional.empty();
    }

    Demand demand();

    /** The mode of a job that names none while no worker node has joined. */
    default String defaultMode() {
        return switch (demand()) {
            case COMPUTING -> "fork-join";
            case WAITING -> "virtual-threads";
        };
    }

    /** What this JVM computes it with, where there is a choice; empty where there is none. */
    default Optional<String> kernel() {
        return Optional.empty();
    }

    /**
     * Says what is wrong with a spec; empty when it can run. Limits that {@link #fields} states are
     * checked here, and nowhere else.
     */
    List<Violation> check(S spec);

    /**
     * Why this JVM's settings forbid a client to run a spec that passed {@link #check}; empty where
     * they allow it. A client that asks over HTTP gets 403 and this reason.
     */
    default Optional<String> refusal(S spec) {
        return Optional.empty();
    }

    /**
     * What this JVM can run: its {@link #kind}, or where settings allow only some of it, a name for
     * each part. A worker tells them to its coordinator.
     */
    default List<String> abilities() {
        return List.of(kind());
    }

    /** Which one of {@link #abilities} a worker needs for the tasks of a spec. */
    default String ability(S spec) {
        return kind();
    }

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

    /** The most attempts that each task may have; 1 where a second one would do harm. */
    default int mostAttempts() {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether all tasks of a job must run on one machine, because they share something on it. A job
     * whose pool has nodes on several machines is then refused.
     */
    default boolean onOneMachine(S spec) {
        return false;
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
     * Combines the outputs of the tasks that succeeded into the job's output.
     *
     * @param outputs in no particular order; read once
     * @throws CombineException when the outputs contradict each other
     */
    J combine(S spec, Stream<TaskOutput<O>> outputs) throws CombineException;

    /**
     * What a person wants to read of a job that succeeded: a few lines, however long the output is,
     * such as {@code 100,000,000: 333333328333333350000000}.
     */
    List<String> answer(S spec, J output);

    /**
     * Whether an output is what the spec asks for, found by another way than that of the tasks. The
     * default trusts every output.
     */
    default Validity verify(S spec, J output) {
        return new Validity.Right();
    }

    /**
     * Whether two right outputs of a spec are equal. A comparison fails where they should be and
     * are not.
     */
    default boolean repeatable(S spec) {
        return true;
    }

    /** The figure that a comparison of jobs of this kind is about. */
    default Figure compared() {
        return Figure.WALL_TIME;
    }

    /**
     * What an output says in numbers besides the job's times, such as {@code lost}: each is a
     * column of a comparison. {@link #compared} is one of them unless it is the wall time.
     */
    default List<Figure> figures() {
        return List.of();
    }

    /** The value of each of {@link #figures} in an output, in their order. */
    default List<Double> values(J output) {
        return List.of();
    }

    /**
     * Why a job like this does well where it does, as a sentence without its full stop: a verdict
     * that recommends its arm says it. Empty where the times of its tasks tell it.
     */
    default Optional<String> reason(S spec) {
        return Optional.empty();
    }

    /**
     * What a person sees of one task's output: a record, string, number, boolean, list or map of
     * these. The default shows the output itself.
     */
    default Object shown(O output) {
        return output;
    }

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

    /** Whether {@link #discardFiles} is called for each job once it has ended. */
    default boolean discardsAtEnd() {
        return false;
    }

    /**
     * Deletes the files that tasks of a job left on this machine, if they did, and forgets the job.
     *
     * @param job the job's id, the name of its folder
     */
    default void discardFiles(String job) throws IOException {}

    /**
     * Deletes files on this machine that an attempt began and that no attempt can finish any more;
     * those that it cannot delete now stay. May take long.
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
