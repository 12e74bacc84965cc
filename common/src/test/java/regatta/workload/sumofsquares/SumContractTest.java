package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import regatta.workload.ContractCheck;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;

/** Tests the descriptions that the sum of squares gives of itself. */
class SumContractTest {
    private final SumOfSquares workload =
            new SumOfSquares(new ScalarKernel(), new SumLimits(1_000_000_000, 100));

    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        ContractCheck.check(workload, "{\"targets\": [3]}");
    }

    @Test
    void namesASpecByItsTargets() {
        assertThat(title(Collections.nCopies(20, 100_000_000L), 12))
                .isEqualTo("Sum of squares: 20 × 100,000,000, 12 times");
        assertThat(title(List.of(5L), 1)).isEqualTo("Sum of squares: 5");
        assertThat(title(List.of(5L, 3L), 1)).isEqualTo("Sum of squares: 2 targets up to 5");
    }

    @Test
    void answersWithASumForEachDifferentTarget() {
        assertThat(answer(List.of(4L, 100_000_000L, 4L)))
                .containsExactly("4: 14 (2 times)", "100,000,000: 333333328333333350000000");
    }

    @Test
    void answersInFewLinesHoweverManyTargetsThereAre() {
        List<String> answer = answer(LongStream.range(0, 2_010).boxed().toList());

        assertThat(answer).hasSize(11).contains("9: 204", "and 2,000 more sums");
    }

    @Test
    void acceptsRightSumsAlone() {
        List<Long> targets = List.of(3L, 10L);

        assertThat(verified(targets, "5", "285")).isEqualTo(new Validity.Right());
        assertThat(verified(targets, "5", "284"))
                .isEqualTo(new Validity.Wrong("target 1 (10): 284 instead of 285"));
        assertThat(verified(targets, "5")).isEqualTo(new Validity.Wrong("1 sums for 2 targets"));
    }

    @Test
    void streamsTargetsAndSums() {
        TypedSpec<?, ?, ?, ?> spec = spec(List.of(3L, 10L), 1);

        assertThat(spec.entries()).isEqualTo(List.of(3L, 10L));
        assertThat(spec.entries(new SumOfSquares.Output(List.of("5", "285"))))
                .isEqualTo(List.of("5", "285"));
        assertThat(spec.repeatable()).isTrue();
    }

    private String title(List<Long> targets, int repeat) {
        return spec(targets, repeat).title();
    }

    private Validity verified(List<Long> targets, String... sums) {
        return spec(targets, 1).verify(new SumOfSquares.Output(List.of(sums)));
    }

    private List<String> answer(List<Long> targets) {
        List<String> sums =
                targets.stream().map(n -> SumOfSquares.closedForm(n).toString()).toList();
        return spec(targets, 1).answer(new SumOfSquares.Output(sums));
    }

    private TypedSpec<?, ?, ?, ?> spec(List<Long> targets, int repeat) {
        return TypedSpec.of(workload, new SumOfSquares.Spec(targets, 1, repeat));
    }
}
