package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final String SUM = "333333328333333350000000";

    @Test
    void saysWhatAllModesPutOut() {
        Agreement agreement = agreement(_ -> new OutputMark("ab", SUM), null);
        assertThat(agreement.sentences()).containsExactly("Outputs agree in 3 modes: " + SUM);
        assertThat(agreement.digests())
                .isEqualTo(
                        Map.of(
                                "batch", List.of("ab"),
                                "async", List.of("ab"),
                                "processes", List.of("ab")));
    }

    @Test
    void readsTheAnswerWhereAnOutputHasSeveralValues() {
        assertThat(agreement(_ -> new OutputMark("ab", null), null).sentences())
                .containsExactly("Outputs agree in 3 modes: 3 files; 2 bytes");
    }

    @Test
    void saysThatOutputsDifferAndWhere() {
        Agreement agreement =
                agreement(round -> new OutputMark(round.arm() + round.block() / 3, null), null);
        assertThat(agreement.sentences()).containsExactly("Outputs differ: there are 6 in 3 modes");
        assertThat(agreement.digests()).containsEntry("batch", List.of("batch0", "batch1"));
    }

    @Test
    void asksNoUnfitArmToAgree() {
        Agreement agreement = agreement(round -> new OutputMark(unlike(round), SUM), "batch");
        assertThat(agreement.sentences()).containsExactly("Outputs agree in 2 modes: " + SUM);
        assertThat(agreement.digests()).containsEntry("batch", List.of());
    }

    private static String unlike(Round round) {
        return round.arm().equals("batch") ? "lost " + round.job() : "ab";
    }

    @Test
    void saysNothingOfRoundsWithoutDigests() {
        assertThat(agreement(_ -> null, null).sentences()).isEmpty();
    }

    @Test
    void comparesArmsOfTheSameVariationOnly() {
        Comparison varied =
                TestingRounds.computing(
                        Arm.each(
                                TestingRounds.modes("batch", "async"),
                                List.of(2),
                                List.of(new Arm.Variation("targets", List.of("1", "2")))),
                        3,
                        (_, _) -> 1);
        Comparison marked =
                TestingRounds.with(
                        varied,
                        round -> {
                            String target = round.arm().substring(round.arm().length() - 1);
                            return marked(round, new OutputMark(target, target), null);
                        });
        assertThat(Agreement.of(marked).sentences())
                .containsExactly(
                        "Outputs with targets=1 agree in 2 modes: 1",
                        "Outputs with targets=2 agree in 2 modes: 2");
    }

    private static Agreement agreement(
            Function<Round, @Nullable OutputMark> mark, @Nullable String unfitArm) {
        Comparison bare =
                TestingRounds.computing(
                        TestingRounds.arms("batch", "async", "processes"), 3, (_, _) -> 1);
        return Agreement.of(
                TestingRounds.with(
                        bare,
                        round ->
                                marked(
                                        round,
                                        mark.apply(round),
                                        round.arm().equals(unfitArm) ? "lost some" : null)));
    }

    private static Round marked(Round round, @Nullable OutputMark mark, @Nullable String unfit) {
        return new Round(
                round.arm(),
                round.block(),
                round.warmUp(),
                round.job(),
                round.startedAt(),
                round.startSeconds(),
                round.conditions(),
                round.report(),
                List.of("3 files", "2 bytes"),
                unfit,
                round.figures(),
                mark,
                round.sample());
    }
}
