package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static regatta.comparison.plan.TestingRounds.shares;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.ArmSummary.Shares;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

class GrainTest {

    /**
     * For each task of 10 ms a slot stands free for 2 ms; the second slot must make up for that.
     */
    @Test
    void saysBelowWhichTaskLengthAnArmStopsPaying() {
        Grain grain = only(arm("processes", 2, shares(0.75, 0.15, 0.1, 0)), batch(0));
        assertThat(grain.lostSeconds()).isCloseTo(0.002, within(1e-12));
        assertThat(grain.shortestTaskSeconds()).isCloseTo(0.002, within(1e-12));
        assertThat(grain.sentence())
                .isEqualTo(
                        "With tasks shorter than about 2.0 ms processes would be no faster than one"
                                + " slot.");
    }

    /**
     * Four slots on two cores: tasks wait half the time, so the extra slots help as far as cores
     * are free.
     */
    @Test
    void countsSlotsBeyondTheCoresAsFarAsTasksWait() {
        Shares shares = shares(0.75, 0.15, 0.1, 0);
        assertThat(only(arm("cluster", 8, shares), batch(0)).shortestTaskSeconds())
                .isCloseTo(0.002, within(1e-12));
        assertThat(only(arm("cluster", 8, shares), batch(0.5)).shortestTaskSeconds())
                .isCloseTo(0.002 / 3, within(1e-12));
        assertThat(only(arm("cluster", 8, shares), batch(1)).shortestTaskSeconds())
                .isCloseTo(0.002 / 7, within(1e-12));
    }

    @Test
    void findsNoGrainWithoutLossOrWithOneSlotOnly() {
        ArmSummary batch = batch(0);
        assertThat(grains(arm("processes", 2, shares(0.9, 0, 0.1, 0)), batch)).isEmpty();
        assertThat(grains(arm("processes", 1, shares(0.5, 0.4, 0.1, 0)), batch)).isEmpty();
        assertThat(grains(arm("thread-pool", 2, shares(0.5, 0.4, 0.1, 0)), batch)).isEmpty();
    }

    @Test
    void knowsAModeOfNodesThatAnOperatorAdded() {
        Shares shares = shares(0.75, 0.15, 0.1, 0);
        Arm far = TestingRounds.arm(TestingRounds.mode("far", Placement.NODES, Style.THREADS), 2);
        assertThat(grains(arm(far, shares), batch(0)))
                .extracting(Grain::arm)
                .containsExactly("far");
        Arm near =
                TestingRounds.arm(
                        TestingRounds.mode("cluster", Placement.IN_PROCESS, Style.THREADS), 2);
        assertThat(grains(arm(near, shares), batch(0))).isEmpty();
    }

    private static Grain only(ArmSummary arm, ArmSummary batch) {
        List<Grain> grains = grains(arm, batch);
        assertThat(grains).hasSize(1);
        return grains.getFirst();
    }

    private static List<Grain> grains(ArmSummary arm, ArmSummary batch) {
        return Grain.each(List.of(batch, arm), batch.arm());
    }

    private static ArmSummary batch(double waiting) {
        return arm("batch", 1, shares(1, 0, 0, waiting));
    }

    private static ArmSummary arm(String mode, int slots, Shares shares) {
        return arm(TestingRounds.arm(mode, slots), shares);
    }

    private static ArmSummary arm(Arm arm, Shares shares) {
        return new ArmSummary(
                arm,
                3,
                arm.slots(),
                2,
                20,
                1,
                1,
                1,
                null,
                1,
                null,
                1,
                1,
                false,
                0.002,
                0.01,
                0.01,
                shares,
                Hindrances.NONE,
                Map.of());
    }
}
