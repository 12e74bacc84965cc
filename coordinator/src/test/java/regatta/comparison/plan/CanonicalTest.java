package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.coordinator.api.RunReport;

/** Feeds modelled rounds to the verdicts of workloads whose right answer is known. */
class CanonicalTest {
    private static final List<String> MODES =
            List.of("batch", "thread-pool", "virtual-threads", "async", "processes");

    @ParameterizedTest
    @EnumSource
    void givesTheRightModeAndCause(Canonical canonical) {
        Analysis analysis = Analysis.of(modelled(canonical), TWO_CORES);
        Verdict verdict = analysis.verdict();
        assertThat(verdict.cause().kind()).as(verdict.sentence()).isEqualTo(canonical.cause());
        assertThat(verdict.use()).as(verdict.sentence()).isIn(canonical.uses());
        assertThat(verdict.sentence()).contains(verdict.cause().because());
    }

    /** Models five rounds, each within 1 % of the model. */
    private static Comparison modelled(Canonical canonical) {
        List<Arm> arms =
                Arm.each(
                        TestingRounds.modes(MODES.toArray(String[]::new)),
                        List.of(canonical.slots()),
                        List.of());
        Plan plan = Plan.of(arms, 1, 5, 7);
        SplittableRandom random = new SplittableRandom(canonical.name().hashCode());
        List<Round> done = new ArrayList<>();
        for (Optional<Plan.Turn> next = plan.next(done); next.isPresent(); next = plan.next(done)) {
            Plan.Turn turn = next.get();
            RunReport exact = ModelledRun.of(turn.arm(), canonical);
            double noise = 1 + 0.01 * (random.nextDouble() - 0.5);
            done.add(
                    new Round(
                            turn.arm().label(),
                            turn.block(),
                            turn.warmUp(),
                            "j" + done.size(),
                            TestingRounds.quiet(exact.wallSeconds() * noise),
                            TestingRounds.withWall(exact, exact.wallSeconds() * noise)));
        }
        return new Comparison(canonical.name(), Map.of(), plan, done, Map.of());
    }
}
