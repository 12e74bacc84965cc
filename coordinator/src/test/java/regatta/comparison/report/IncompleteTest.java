package regatta.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import regatta.comparison.ReportJson;
import regatta.comparison.Verification;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.Incomplete.Left;

/** Reports of comparisons that ended before their last round. */
class IncompleteTest {
    private static final Comparison WHOLE =
            TestingRounds.computing(
                    TestingRounds.arms("batch", "thread-pool", "processes"),
                    5,
                    (arm, block) -> 3 + 0.01 * block - arm.slots());

    @Test
    void canBeWrittenReadAndVerifiedAfterAnyRound() throws Exception {
        for (int rounds = 1; rounds < WHOLE.rounds().size(); rounds++) {
            ComparisonReport report = after(rounds);
            assertThat(report.text())
                    .contains("Incomplete: interrupted after " + rounds + " of 18");
            assertThat(report.markdown()).contains("Incomplete: interrupted");
            assertThat(report.html("")).contains("Incomplete: interrupted");
            assertThat(report.csv()).isNotEmpty();
            String json = ReportJson.write(report);
            assertThat(Verification.of(json).differences()).isEmpty();
            assertThat(ReportJson.read(json)).isEqualTo(report);
            assertThat(report.begun().orElseThrow().rounds()).hasSize(rounds);
        }
    }

    @Test
    void hasFiguresOnceEveryArmHasACountedRound() {
        assertThat(after(5).comparisons()).isEmpty();
        assertThat(after(6).comparisons()).hasSize(1);
        assertThat(after(12).comparisons()).hasSize(1);
        assertThat(after(12).comparisons().getFirst().analysis().verdict().use())
                .isEqualTo("thread-pool");
    }

    @Test
    void saysHowToGoOnWhereThatIsPossible() {
        Left left = new Left(Map.of("kind", "x"), false, false);
        assertThat(text(List.of(left), List.of()))
                .contains("To go on: regatta compare --resume FILE");
        assertThat(text(List.of(left), List.of("bearer"))).doesNotContain("To go on");
        assertThat(text(List.of(), List.of())).doesNotContain("To go on");
    }

    private static String text(List<Left> left, List<String> secrets) {
        ComparisonReport report = after(12);
        Incomplete incomplete = report.incomplete();
        assertThat(incomplete).isNotNull();
        return report.with(incomplete.with("interrupted", left, secrets))
                .text()
                .replaceAll("\\s+", " ");
    }

    private static ComparisonReport after(int rounds) {
        Comparison begun =
                new Comparison(
                        WHOLE.title(),
                        WHOLE.workload(),
                        WHOLE.plan(),
                        WHOLE.rounds().subList(0, rounds),
                        Map.of());
        return ComparisonReport.incomplete(Instant.EPOCH, TWO_CORES, begun, "interrupted");
    }
}
