package regatta.workload.sumofsquares;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.CombineException;
import regatta.workload.Demand;
import regatta.workload.Field;
import regatta.workload.LongList;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/** Computes the exact sum of i² for 0 ≤ i &lt; n, for each target n. The tasks visit every i. */
public final class SumOfSquares
        implements Workload<SumOfSquares.Spec, Range, PartialSum, SumOfSquares.Output> {
    public static final String KIND = "sum-of-squares";

    /** The largest target n. The sum for this target, close to n³ / 3, certainly fits 128 bits. */
    public static final long LARGEST_TARGET = 10_000_000_000_000L;

    private final Kernel kernel;
    private final SumLimits limits;
    private final Codec<Range> ranges = new TwoLongsCodec<>(Range::from, Range::to, Range::new);
    private final Codec<PartialSum> sums =
            new TwoLongsCodec<>(PartialSum::high, PartialSum::low, PartialSum::new);

    SumOfSquares(Kernel kernel, SumLimits limits) {
        this.kernel = kernel;
        this.limits = limits;
    }

    /**
     * The spec of a job.
     *
     * @param targets the targets as submitted; {@link #check} finds wrong targets
     * @param tasksPerTarget into how many ranges each target is split; 1 by default
     * @param repeat how often the job computes the whole list of targets; 1 by default
     */
    public record Spec(List<@Nullable Long> targets, int tasksPerTarget, int repeat) {
        public Spec {
            targets = Collections.unmodifiableList(new ArrayList<>(targets));
        }

        @JsonCreator
        static Spec read(
                @JsonProperty("targets") @Nullable List<@Nullable Long> targets,
                @JsonProperty("tasksPerTarget") @Nullable Integer tasksPerTarget,
                @JsonProperty("repeat") @Nullable Integer repeat) {
            return new Spec(
                    targets == null ? List.of() : targets,
                    tasksPerTarget == null ? 1 : tasksPerTarget,
                    repeat == null ? 1 : repeat);
        }

        /** Returns the target at an index of a checked spec. */
        long target(int index) {
            return Objects.requireNonNull(targets.get(index));
        }

        /** Returns the number of tasks of one repetition. */
        int parts() {
            return targets.size() * tasksPerTarget;
        }
    }

    /**
     * A job's output.
     *
     * @param sums one sum for each target, in the sequence of the targets and in decimal digits
     */
    public record Output(List<String> sums) {}

    /**
     * One task's output.
     *
     * @param sum the sum of the squares of the task's range, in decimal digits
     */
    public record Shown(String sum) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "The exact sum of i² for 0 ≤ i < n, visiting every i: pure computing.";
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
        return limits.fields();
    }

    @Override
    public String title(Spec spec) {
        return "Sum of squares: " + SumTexts.title(spec);
    }

    @Override
    public Optional<LongList<Spec>> specList() {
        return Optional.of(new LongList<>("targets", Spec::targets));
    }

    @Override
    public Optional<LongList<Output>> outputList() {
        return Optional.of(new LongList<>("sums", Output::sums));
    }

    @Override
    public Demand demand() {
        return Demand.COMPUTING;
    }

    @Override
    public Optional<String> kernel() {
        return Optional.of(kernel.name());
    }

    @Override
    public List<Violation> check(Spec spec) {
        return limits.check(spec);
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.parts() * spec.repeat();
    }

    @Override
    public Range task(Spec spec, int index) {
        int part = index % spec.parts();
        long target = spec.target(part / spec.tasksPerTarget());
        return Range.part(target, spec.tasksPerTarget(), part % spec.tasksPerTarget());
    }

    @Override
    public Codec<Range> taskCodec() {
        return ranges;
    }

    @Override
    public Codec<PartialSum> outputCodec() {
        return sums;
    }

    @Override
    public PartialSum run(Range task, TaskContext context) throws InterruptedException {
        Accumulator sum = new Accumulator();
        long at = task.from();
        while (at < task.to()) {
            if (context.isCancelled() || Thread.interrupted()) {
                throw new InterruptedException("interrupted at i = " + at);
            }
            long end = Math.min(task.to(), Kernel.blockEnd(at));
            kernel.block(at, end, sum);
            at = end;
        }
        return sum.sum();
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<PartialSum>> outputs)
            throws CombineException {
        Repetitions repetitions = new Repetitions(spec);
        Iterator<TaskOutput<PartialSum>> all = outputs.iterator();
        while (all.hasNext()) {
            TaskOutput<PartialSum> next = all.next();
            repetitions.add(next.index(), next.output());
        }
        return new Output(repetitions.sums());
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return SumTexts.answer(spec, output.sums());
    }

    /** Compares every sum with the result of a formula ({@link #closedForm}). */
    @Override
    public Validity verify(Spec spec, Output output) {
        List<String> sums = output.sums();
        if (sums.size() != spec.targets().size()) {
            return new Validity.Wrong(
                    "%d sums for %d targets".formatted(sums.size(), spec.targets().size()));
        }
        for (int at = 0; at < sums.size(); at++) {
            String expected = closedForm(spec.target(at)).toString();
            if (!expected.equals(sums.get(at))) {
                return new Validity.Wrong(
                        "target %d (%d): %s instead of %s"
                                .formatted(at, spec.target(at), sums.get(at), expected));
            }
        }
        return new Validity.Right();
    }

    @Override
    public Shown shown(PartialSum output) {
        return new Shown(output.decimal());
    }

    /**
     * Returns the sum of i² for 0 ≤ i &lt; n by Faulhaber's formula, (n − 1) n (2n − 1) / 6. Only
     * verification uses this formula.
     */
    public static BigInteger closedForm(long n) {
        BigInteger target = BigInteger.valueOf(n);
        return target.subtract(BigInteger.ONE)
                .multiply(target)
                .multiply(target.shiftLeft(1).subtract(BigInteger.ONE))
                .divide(BigInteger.valueOf(6));
    }
}
