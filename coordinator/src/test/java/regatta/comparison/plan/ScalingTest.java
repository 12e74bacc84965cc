package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.LawFit.Law;

class ScalingTest {

    /** 10 % serial: T(8) = 0.1 + 0.9 / 8 = 0.2125 of T(1). */
    @Test
    void findsAmdahlsLawInThreeSizes() {
        Scaling scaling =
                only(List.of(1, 2, 4), 16, (arm, block) -> block + 0.1 + 0.9 / arm.slots());
        LawFit law = scaling.laws().getFirst();
        assertThat(scaling.laws()).hasSize(1);
        Scaling exact = only(List.of(1, 2, 4), 16, (arm, _) -> 3 * (0.1 + 0.9 / arm.slots()));
        assertThat(exact.laws().getFirst().serial().value()).isCloseTo(0.1, within(1e-9));
        Scaling.Forecast forecast = Objects.requireNonNull(exact.forecast());
        assertThat(forecast.law()).isEqualTo(Law.AMDAHL);
        assertThat(forecast.slots()).isEqualTo(8);
        assertThat(forecast.speedUp()).isCloseTo(1 / 0.2125, within(1e-9));
        assertThat(law.serial().interval().contains(law.serial().value())).isTrue();
    }

    /** 5 % contention, 1 % crosstalk: T(16) = 0.95 / 16 + 0.05 + 0.15 = 0.259375. */
    @Test
    void findsTheUniversalScalabilityLawInFourSizes() {
        Scaling scaling =
                only(
                        List.of(8, 1, 4, 2),
                        16,
                        (arm, _) -> 0.95 / arm.slots() + 0.05 + 0.01 * (arm.slots() - 1));
        assertThat(scaling.points()).extracting(Scaling.Point::slots).containsExactly(1, 2, 4, 8);
        assertThat(scaling.points().get(1).speedUp()).isCloseTo(1 / 0.535, within(1e-9));
        assertThat(scaling.points().get(1).efficiency()).isCloseTo(0.5 / 0.535, within(1e-9));
        LawFit law = scaling.laws().getLast();
        assertThat(law.law()).isEqualTo(Law.UNIVERSAL_SCALABILITY);
        assertThat(law.serial().value()).isCloseTo(0.05, within(1e-9));
        assertThat(law.crosstalk().value()).isCloseTo(0.01, within(1e-9));
        assertThat(Objects.requireNonNull(scaling.forecast()).speedUp())
                .isCloseTo(1 / 0.259375, within(1e-9));
        assertThat(scaling.sentence())
                .contains("thread-pool with 16 slots would be 3.86 times as fast", "extrapolation");
    }

    @Test
    void claimsNothingFromSizesBeyondTheCores() {
        Scaling scaling = only(List.of(1, 2, 4, 8), 2, (arm, _) -> 1.0 / arm.slots());
        assertThat(scaling.points()).hasSize(4);
        assertThat(scaling.laws()).isEmpty();
        assertThat(scaling.forecast()).isNull();
        assertThat(scaling.note())
                .isEqualTo(
                        "The law ignores 2 sizes with more slots than cores."
                                + " Too few sizes or rounds for a law: it takes 3 sizes and 3 rounds.");
    }

    @Test
    void claimsNothingWhereRoundsDifferTooMuch() {
        double[][] seconds = {{}, {1, 9, 1}, {1, 1, 9}, {9, 1, 1}};
        Scaling scaling =
                only(
                        List.of(1, 2, 4),
                        16,
                        (arm, block) -> block == 0 ? 1 : seconds[block][arm.slots() / 2]);
        assertThat(scaling.forecast()).isNull();
        assertThat(scaling.note()).isEqualTo("The rounds differ too much for a forecast.");
    }

    @Test
    void claimsNothingWhereEverySizeHasMoreSlotsThanCores() {
        Scaling scaling = only(List.of(4, 8), 2, (_, _) -> 1.0);
        assertThat(scaling.points()).hasSize(2);
        assertThat(scaling.laws()).isEmpty();
        assertThat(scaling.forecast()).isNull();
        assertThat(scaling.note())
                .startsWith("The law ignores 2 sizes with more slots than cores.");
    }

    private static Scaling only(
            List<Integer> sizes, int cores, ToDoubleBiFunction<Arm, Integer> seconds) {
        List<Arm> arms = Arm.each(TestingRounds.modes("thread-pool"), sizes, List.of());
        Machine machine = TestingRounds.machine(cores, 0);
        Comparison comparison = TestingRounds.computing(arms, 3, seconds);
        List<Scaling> all = Analysis.of(comparison, machine).scalings();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
