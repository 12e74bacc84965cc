package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.plugin.BlockSettings;
import regatta.workload.CombineException;
import regatta.workload.Demand;
import regatta.workload.TaskOutput;
import regatta.workload.Workload;
import regatta.workload.Workloads;

class SumOfSquaresTest {
    private final SumOfSquares workload =
            new SumOfSquares(
                    new ScalarKernel(), new SumLimits(SumOfSquares.LARGEST_TARGET, 10_000_000));

    @Test
    void isFoundByItsKindWithTheDefaultsOfTheConfiguration() {
        Workload<?, ?, ?, ?> found =
                Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind))
                        .find("sum-of-squares")
                        .orElseThrow();
        assertThat(found).isInstanceOf(SumOfSquares.class);
        assertThat(found.demand()).isEqualTo(Demand.COMPUTING);
        assertThat(found.defaultMode()).isEqualTo("fork-join");
    }

    @Test
    void splitsATargetIntoPartsThatDifferByOneAtMost() {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(10L), 4, 1);
        assertThat(ranges(spec))
                .containsExactly(
                        new Range(0, 3), new Range(3, 6), new Range(6, 8), new Range(8, 10));
    }

    @Test
    void splitsASmallTargetIntoSomeEmptyParts() {
        assertThat(ranges(new SumOfSquares.Spec(List.of(1L), 3, 1)))
                .containsExactly(new Range(0, 1), new Range(1, 1), new Range(1, 1));
    }

    @Test
    void splitsTheLargestTargetWithoutOverflow() {
        long most = SumOfSquares.LARGEST_TARGET;
        List<Range> ranges = ranges(new SumOfSquares.Spec(List.of(most), 999_999, 1));
        long end = 0;
        for (Range range : ranges) {
            assertThat(range.from()).isEqualTo(end);
            end = range.to();
            assertThat(end - range.from()).isBetween(most / 999_999, most / 999_999 + 1);
        }
        assertThat(end).isEqualTo(most);
    }

    @Test
    void doesTheWholeListOncePerRepetition() {
        assertThat(ranges(new SumOfSquares.Spec(List.of(5L, 4L), 2, 2)))
                .containsExactly(
                        new Range(0, 3),
                        new Range(3, 5),
                        new Range(0, 2),
                        new Range(2, 4),
                        new Range(0, 3),
                        new Range(3, 5),
                        new Range(0, 2),
                        new Range(2, 4));
    }

    @Test
    void combinesOutputsInAnyOrderIntoEachTargetsSum() throws Exception {
        List<Long> targets = List.of(0L, 1L, 2L, 1_000_000L, 3_024_617L, 3_024_618L, 77L);
        for (int tasksPerTarget : new int[] {1, 3, 10}) {
            SumOfSquares.Spec spec = new SumOfSquares.Spec(targets, tasksPerTarget, 3);
            List<TaskOutput<PartialSum>> outputs = new ArrayList<>(outputs(spec));
            Collections.shuffle(outputs, new Random(7));
            assertThat(workload.combine(spec, outputs.stream()).sums())
                    .containsExactlyElementsOf(
                            targets.stream()
                                    .map(n -> SumOfSquares.closedForm(n).toString())
                                    .toList());
        }
    }

    @Test
    void repetitionsThatDisagreeFailTheJobNamingTargetAndRepetition() throws Exception {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(10L, 20L), 2, 3);
        List<TaskOutput<PartialSum>> outputs = new ArrayList<>(outputs(spec));
        int wrong = 2 * 4 + 3; // repetition 2, target 1, part 1
        PartialSum sum = outputs.get(wrong).output().plus(new PartialSum(1, 0));
        outputs.set(wrong, new TaskOutput<>(wrong, sum));
        assertThatThrownBy(() -> workload.combine(spec, outputs.stream()))
                .isInstanceOf(CombineException.class)
                .hasMessage(
                        "target 1 (20), part 1: repetition 2 gave 18446744073709553801, but"
                                + " another one gave 2185");
    }

    @Test
    void repetitionsThatDisagreeInEitherWordFailTheJob() {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(10L), 1, 2);
        PartialSum sum = new PartialSum(3, 5);
        for (PartialSum other : List.of(new PartialSum(3, 6), new PartialSum(4, 5))) {
            List<TaskOutput<PartialSum>> outputs =
                    List.of(new TaskOutput<>(0, sum), new TaskOutput<>(1, other));
            assertThatThrownBy(() -> workload.combine(spec, outputs.stream()))
                    .isInstanceOf(CombineException.class)
                    .hasMessageStartingWith("target 0 (10), part 0: repetition 1 gave ");
        }
    }

    @Test
    void aMissingPartFailsTheJob() throws Exception {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(10L, 20L), 2, 1);
        List<TaskOutput<PartialSum>> outputs = outputs(spec).subList(0, 3);
        assertThatThrownBy(() -> workload.combine(spec, outputs.stream()))
                .isInstanceOf(CombineException.class)
                .hasMessage("target 1 (20), part 1: no output");
    }

    @Test
    void combinesAMillionRepetitionsOfASmallSpec() throws Exception {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(1L, 3L), 1, 1_000_000);
        assertThat(workload.taskCount(spec)).isEqualTo(2_000_000);
        PartialSum one = new PartialSum(0, 0);
        PartialSum three = new PartialSum(0, 5);
        SumOfSquares.Output output =
                workload.combine(
                        spec,
                        IntStream.range(0, 2_000_000)
                                .mapToObj(i -> new TaskOutput<>(i, i % 2 == 0 ? one : three)));
        assertThat(output.sums()).containsExactly("0", "5");
    }

    @Test
    void showsSumsAsDecimalStrings() throws Exception {
        PartialSum sum = new PartialSum(18_075, 1_323_861_222_150_578_944L);
        String expected = new BigInteger("18075").shiftLeft(64).add(big(sum.low())).toString();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.writeValueAsString(workload.shown(sum)))
                .isEqualTo("{\"sum\":\"" + expected + "\"}");
        SumOfSquares.Output output =
                workload.combine(
                        new SumOfSquares.Spec(List.of(1L), 1, 1),
                        List.of(new TaskOutput<>(0, sum)).stream());
        assertThat(mapper.writeValueAsString(output))
                .isEqualTo("{\"sums\":[\"" + expected + "\"]}");
    }

    @Test
    void tasksAndOutputsAreSixteenBytes() {
        Range range = new Range(3, SumOfSquares.LARGEST_TARGET);
        PartialSum sum = new PartialSum(-1, Long.MIN_VALUE);
        assertThat(workload.taskCodec().encode(range)).hasSize(16);
        assertThat(workload.taskCodec().decode(workload.taskCodec().encode(range)))
                .isEqualTo(range);
        assertThat(workload.outputCodec().encode(sum)).hasSize(16);
        assertThat(workload.outputCodec().decode(workload.outputCodec().encode(sum)))
                .isEqualTo(sum);
    }

    @Test
    void refusesBytesThatAreNotATask() {
        for (byte[] bytes : new byte[][] {{}, new byte[15], new byte[17]}) {
            assertThatThrownBy(() -> workload.taskCodec().decode(bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] backwards = new byte[16];
        backwards[7] = 1;
        assertThatThrownBy(() -> workload.taskCodec().decode(backwards))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stopsAtTheNextBlockWhenCancelled() {
        TestingTask context = TestingTask.cancelledAtAsk(4);
        Range range = new Range(0, SumOfSquares.LARGEST_TARGET);
        assertThatThrownBy(() -> workload.run(range, context))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining(String.valueOf(3 * Kernel.BLOCK));
        assertThat(context.asks()).isEqualTo(4);
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        Range range = new Range(0, SumOfSquares.LARGEST_TARGET);
        assertThatThrownBy(() -> workload.run(range, TestingTask.undisturbed()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private List<Range> ranges(SumOfSquares.Spec spec) {
        return IntStream.range(0, workload.taskCount(spec))
                .mapToObj(index -> workload.task(spec, index))
                .toList();
    }

    private List<TaskOutput<PartialSum>> outputs(SumOfSquares.Spec spec) throws Exception {
        List<TaskOutput<PartialSum>> outputs = new ArrayList<>();
        for (int index = 0; index < workload.taskCount(spec); index++) {
            PartialSum sum = workload.run(workload.task(spec, index), TestingTask.undisturbed());
            outputs.add(new TaskOutput<>(index, sum));
        }
        return outputs;
    }

    private static BigInteger big(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }
}
