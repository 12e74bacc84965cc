package regatta.workload.sharedcounter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.CombineException;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.Figure;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskOutput;
import regatta.workload.TimeText;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/**
 * Lets all tasks of a job add 1 to the same counter, in order to compare locks. The job's {@link
 * Discipline}, such as a lock, says how the tasks share the counter. With some disciplines, updates
 * are lost.
 */
public final class SharedCounter
        implements Workload<SharedCounter.Spec, CountTask, Counted, SharedCounter.Output> {
    public static final String KIND = "shared-counter";

    private static final Figure LOST = new Figure("lost", "", true);
    private static final double NANOS = 1e9;

    /**
     * The age from which {@link #discardLeftovers} deletes a folder. A younger folder's job may
     * still run.
     */
    private static final Duration LEFT_ALONE = Duration.ofDays(31);

    private final Counters counters;
    private final long jvm = ThreadLocalRandom.current().nextLong();

    SharedCounter(Path directory) {
        counters = new Counters(directory);
    }

    /**
     * The spec of a job.
     *
     * @param tasks how many tasks count; 8 by default
     * @param increments how often each task adds 1; 100,000 by default
     * @param discipline how the tasks share the counter; {@code none} by default
     * @param apart how long a task works between a read and its write; zero by default
     */
    public record Spec(int tasks, long increments, String discipline, Duration apart) {
        @JsonCreator
        static Spec read(
                @JsonProperty("tasks") @Nullable Integer tasks,
                @JsonProperty("increments") @Nullable Long increments,
                @JsonProperty("discipline") @Nullable String discipline,
                @JsonProperty("apart") @Nullable Duration apart) {
            return new Spec(
                    Objects.requireNonNullElse(tasks, 8),
                    Objects.requireNonNullElse(increments, 100_000L),
                    Objects.requireNonNullElse(discipline, Discipline.NONE.word()),
                    Objects.requireNonNullElse(apart, Duration.ZERO));
        }

        long expected() {
            return tasks * increments;
        }

        /** Returns the discipline of a checked spec. */
        Discipline how() {
            return Discipline.of(discipline).orElseThrow();
        }
    }

    /**
     * A job's output.
     *
     * @param expected tasks × increments
     * @param counted the last value of the counter
     * @param lost how many updates were lost: {@code expected} less {@code counted}
     * @param heldSeconds how long all tasks together held the lock, or another thing that lets in
     *     one task at a time
     * @param waitedSeconds how long all tasks together waited to be let in, or repeated additions
     *     because another task had changed the counter
     * @param jvms in how many JVMs the tasks ran
     * @param onLoop whether the tasks ran on an event loop
     */
    public record Output(
            long expected,
            long counted,
            long lost,
            double heldSeconds,
            double waitedSeconds,
            int jvms,
            boolean onLoop) {}

    /** One task's output, in the form that people see. */
    public record Shown(long value, double heldSeconds, double waitedSeconds) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Tasks add 1 to one counter, under a lock or another discipline, or under none.";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Output> outputType() {
        return Output.class;
    }

    @Override
    public List<Field> fields() {
        return CounterLimits.fields();
    }

    @Override
    public String title(Spec spec) {
        String apart =
                spec.apart().isZero()
                        ? ""
                        : ", read and write " + TimeText.of(spec.apart()) + " apart";
        return String.format(
                Locale.ROOT, "Shared counter: %,d × %,d%s", spec.tasks(), spec.increments(), apart);
    }

    @Override
    public Demand demand() {
        return Demand.COMPUTING;
    }

    @Override
    public String defaultMode() {
        return "thread-pool";
    }

    @Override
    public List<Violation> check(Spec spec) {
        return CounterLimits.check(spec);
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.tasks();
    }

    @Override
    public CountTask task(Spec spec, int index) {
        return new CountTask(index, spec.increments(), spec.how(), spec.apart().toNanos());
    }

    /** Returns 1, because a second attempt would count again what the first attempt counted. */
    @Override
    public int mostAttempts() {
        return 1;
    }

    @Override
    public boolean onOneMachine(Spec spec) {
        return spec.how().shares();
    }

    @Override
    public Codec<CountTask> taskCodec() {
        return CountTask.CODEC;
    }

    @Override
    public Codec<Counted> outputCodec() {
        return Counted.CODEC;
    }

    @Override
    public Counted run(CountTask task, TaskContext context)
            throws IOException, InterruptedException, TaskFailedException {
        requireFirst(context);
        return new ThreadCount(task, context, counters.of(context.job())).run(jvm);
    }

    @Override
    public CompletionStage<Counted> start(CountTask task, TaskContext context, EventLoop loop) {
        try {
            requireFirst(context);
            Counter counter = counters.of(context.job());
            return new LoopCount(task, context, counter, loop, jvm).start();
        } catch (IOException | TaskFailedException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private static void requireFirst(TaskContext context) throws TaskFailedException {
        if (context.attempt() > 1) {
            throw new TaskFailedException(
                    "counted-before",
                    "an earlier attempt of this task may have counted already",
                    false);
        }
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Counted>> outputs) throws CombineException {
        Set<Long> files = new HashSet<>();
        Set<Long> jvms = new HashSet<>();
        long counted = 0;
        long held = 0;
        long waited = 0;
        boolean onLoop = false;
        for (TaskOutput<Counted> each : (Iterable<TaskOutput<Counted>>) outputs::iterator) {
            Counted task = each.output();
            files.add(task.counter());
            jvms.add(task.jvm());
            counted =
                    spec.how().shares() ? Math.max(counted, task.value()) : counted + task.value();
            held += task.heldNanos();
            waited += task.waitedNanos();
            onLoop |= task.onLoop();
        }
        if (files.size() > 1) {
            throw new CombineException(
                    "the tasks counted in %d different files. All nodes must be on one machine and"
                                    .formatted(files.size())
                            + " have the same regatta.shared-counter.directory");
        }
        long lost = spec.expected() - counted;
        return new Output(
                spec.expected(), counted, lost, held / NANOS, waited / NANOS, jvms.size(), onLoop);
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "counted %,d of %,d, %s lost",
                        output.counted(),
                        output.expected(),
                        output.lost() == 0
                                ? "none"
                                : String.format(Locale.ROOT, "%,d", output.lost())));
    }

    @Override
    public Validity verify(Spec spec, Output output) {
        if (output.lost() < 0 || output.counted() < 1 || output.expected() != spec.expected()) {
            return new Validity.Wrong(
                    "counted %d of %d".formatted(output.counted(), spec.expected()));
        }
        if (output.lost() == 0) {
            return new Validity.Right();
        }
        if (!spec.how().shares()) {
            return new Validity.Wrong(
                    "lost %d although the tasks share nothing".formatted(output.lost()));
        }
        String because = spec.how().lostBecause(output.jvms(), output.onLoop());
        return new Validity.Unfit(
                String.format(
                        Locale.ROOT,
                        "lost %,d of %,d updates%s",
                        output.lost(),
                        output.expected(),
                        because.isEmpty() ? "" : ", because " + because));
    }

    /**
     * Returns false, because the times of two runs differ. {@link #verify} checks the count
     * instead.
     */
    @Override
    public boolean repeatable(Spec spec) {
        return false;
    }

    @Override
    public List<Figure> figures() {
        return List.of(LOST);
    }

    @Override
    public List<Double> values(Output output) {
        return List.of((double) output.lost());
    }

    @Override
    public Optional<String> reason(Spec spec) {
        String does = spec.how().does();
        return Optional.of(spec.discipline() + ": " + does);
    }

    @Override
    public Shown shown(Counted output) {
        return new Shown(output.value(), output.heldNanos() / NANOS, output.waitedNanos() / NANOS);
    }

    @Override
    public boolean discardsAtEnd() {
        return true;
    }

    @Override
    public void discardFiles(String job) throws IOException {
        counters.discard(job);
    }

    @Override
    public void discardLeftovers() {
        try {
            counters.sweep(Instant.now().minus(LEFT_ALONE));
        } catch (IOException _) {
            // The folders stay until a node starts again.
        }
    }
}
