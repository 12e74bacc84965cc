package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import regatta.comparison.report.ComparisonReport;
import regatta.workload.Figure;

/** Arms are compared by the figure that their workload names, and show the others. */
class MeasureTest {
    private static final Figure P99 = new Figure("p99", "s", true);
    private static final Figure SERVED = new Figure("served", "/s", false);
    private static final Figure LOST = new Figure("lost", "", true);

    @Test
    void theFigureOfTheWorkloadDecidesAndNotTheWallTime() {
        Measure measure =
                new Measure(P99, List.of(P99, LOST), Map.of("thread-pool", "A pool is enough"));
        Comparison slowest = comparison(measure, "thread-pool", "p99", 0.02, 0.3);

        Verdict verdict = Analysis.of(slowest, TWO_CORES).verdict();

        assertThat(verdict.use()).as(verdict.sentence()).isEqualTo("thread-pool");
        assertThat(verdict.sentence())
                .contains("p99 15.0 times lower than with batch")
                .contains("A pool is enough.")
                .doesNotContain("as fast");
        assertThat(verdict.cause().kind()).isEqualTo(Cause.Kind.BY_DESIGN);
    }

    @Test
    void moreIsBetterWhereTheWorkloadSaysSo() {
        Measure measure = new Measure(SERVED, List.of(SERVED), Map.of());
        Comparison served = comparison(measure, "thread-pool", "served", 600, 200);

        Analysis analysis = Analysis.of(served, TWO_CORES);

        assertThat(analysis.verdict().use()).isEqualTo("thread-pool");
        assertThat(analysis.verdict().sentence())
                .contains("served 3.00 times higher than with batch");
        assertThat(analysis.arms().getLast().medianSeconds()).isCloseTo(600, within(1.0));
        assertThat(analysis.scalings()).isEmpty();
    }

    @Test
    void everyFormShowsTheWorstOfEachFigure() {
        Measure measure = new Measure(Figure.WALL_TIME, List.of(LOST), Map.of());
        Comparison counted = comparison(measure, "thread-pool", "lost", 10_000, 0);

        assertThat(Analysis.of(counted, TWO_CORES).arms().getLast().figures())
                .isEqualTo(Map.of("lost", 10_005.0));
        ComparisonReport report = ComparisonReport.of(Instant.EPOCH, TWO_CORES, List.of(counted));
        assertThat(report.text()).contains("lost").contains("10,005");
        assertThat(report.markdown()).contains("lost").contains("10,005");
        assertThat(report.html("")).contains("lost").contains("10,005");
        assertThat(report.csv()).contains(",lost").contains(",10005.0");
    }

    @Test
    void aSlowWarmUpMakesAnArmUnfitOnlyForWhatItLost() {
        Measure latency = new Measure(P99, List.of(P99), Map.of());
        Measure losses = new Measure(Figure.WALL_TIME, List.of(LOST), Map.of());

        assertThat(unfitIn(0, latency).unfit()).isEmpty();
        assertThat(unfitIn(2, latency).unfit()).containsOnlyKeys("batch", "thread-pool");
        assertThat(unfitIn(0, losses).unfit()).containsOnlyKeys("batch", "thread-pool");
    }

    /** In one block, each round is unfit. Block 0 is a warm-up. */
    private static Comparison unfitIn(int block, Measure measure) {
        return TestingRounds.with(
                comparison(measure, "batch", measure.figures().getFirst().name(), 1, 1),
                round ->
                        TestingRounds.said(
                                round, List.of(), round.block() == block ? "too bad" : null));
    }

    /** The wall time of every arm is the same but for noise; one figure differs. */
    private static Comparison comparison(
            Measure measure, String arm, String figure, double ofArm, double ofOthers) {
        Comparison measured =
                TestingRounds.computing(
                        TestingRounds.arms("batch", "thread-pool"),
                        5,
                        (_, block) -> 1 + 0.001 * block);
        List<Round> rounds =
                measured.rounds().stream()
                        .map(round -> {
                            double value = round.arm().equals(arm) ? ofArm : ofOthers;
                            // No two rounds measure the same, and equal ones would show no spread.
                            double noisy = value * (1 + 1e-4 * round.block());
                            return TestingRounds.said(
                                    round, List.of(), null, Map.of(figure, noisy));
                        })
                        .toList();
        return new Comparison("", Map.of(), measured.plan().by(measure), rounds, Map.of());
    }
}
