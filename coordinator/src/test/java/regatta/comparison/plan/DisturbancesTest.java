package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.JvmShare;
import regatta.coordinator.api.RunReport.Ready;
import regatta.coordinator.api.RunReport.SlotAccount;

/** Which rounds are disturbed, and by what. */
class DisturbancesTest {
    private static final Conditions QUIET = new Conditions(0, 0, 2, 2, 1);

    @Test
    void countsARoundThatNothingHappenedTo() {
        assertThat(of(computing(QUIET, 0))).isEmpty();
        assertThat(of(computing(new Conditions(0.02, 0.1, 2, 2, 1, 0.19, 0), 0))).isEmpty();
    }

    @Test
    void leavesOutARoundInWhichANodeStoodStill() {
        assertThat(of(computing(new Conditions(0, 0, 2, 2, 1, 0.2, 0), 0)))
                .containsExactly(Disturbance.STOOD_STILL);
        Round worker = round("a", QUIET, 0, 2, new Ready(0, 1), jvm(0, 8));
        assertThat(of(worker)).containsExactly(Disturbance.STOOD_STILL);
    }

    @Test
    void leavesOutARoundWithoutAWorkerThatItHad() {
        assertThat(of(computing(new Conditions(0, 0, 2, 2, 1, 0, 1), 0)))
                .containsExactly(Disturbance.WORKER_LOST);
    }

    @Test
    void leavesOutARoundWhoseTasksLackedTheCoresThatOthersHad() {
        Conditions crowded = new Conditions(0, 1, 2, 2, 1);
        assertThat(of(round("a", crowded, 0, 1, new Ready(1, 9), null)))
                .containsExactly(Disturbance.CORES_TAKEN);
        assertThat(of(round("a", crowded, 0, 1, null, null)))
                .as("where nobody knows what tasks lacked")
                .containsExactly(Disturbance.CORES_TAKEN);
        assertThat(of(round("a", crowded, 0, 0.02, new Ready(0.01, 9), null)))
                .as("tasks that wait")
                .isEmpty();
        assertThat(of(round("a", QUIET, 0, 1, new Ready(1, 9), null)))
                .as("slots of its own that share cores")
                .isEmpty();
    }

    /** Half of the machine is enough for a quota of one core. */
    @Test
    void takesNothingWhereOthersUseWhatTheRoundCannot() {
        assertThat(new Conditions(0, 1, 2, 1, 1).coresTaken(2)).isZero();
        assertThat(new Conditions(0, 1, 2, 2, 1).coresTaken(1)).isZero();
        assertThat(new Conditions(0, 1, 2, 2, 1).coresTaken(2)).isCloseTo(0.5, within(1e-12));
        assertThat(new Conditions(0, 1, 2, 0.5, 1).coresTaken(8)).isZero();
        assertThat(new Conditions(0, 1, 0, 2, 1).coresTaken(2)).as("not known").isZero();
        assertThat(new Conditions(0, -0.04, 0.47, 2, 0.27).coresTaken(2))
                .as("ticks that the system missed")
                .isZero();
    }

    @Test
    void takesAQuotaThatHoldsMostRoundsBackForTheWayAnArmRuns() {
        Round held = round("a", QUIET, 0, 1, new Ready(0.9, 9), jvm(0.9, 0));
        Round free = round("a", QUIET, 0, 2, new Ready(0, 9), jvm(0, 0));
        assertThat(in(held, free, held, free).of(held)).isEmpty();
        assertThat(in(held, free, free).of(held)).containsExactly(Disturbance.THROTTLED);
    }

    @Test
    void leavesOutTheOnlyRoundOfItsArmThatRepeatedAttempts() {
        Round repeated = computing(QUIET, 3);
        Round clean = computing(QUIET, 0);
        assertThat(in(clean, repeated, clean).of(repeated)).containsExactly(Disturbance.REPEATED);
        assertThat(in(clean, repeated, computing(QUIET, 1)).of(repeated)).isEmpty();
    }

    @Test
    void leavesOutRoundsThatRepeatedAttemptsIfFewerThanAQuarterDid() {
        Round repeated = computing(QUIET, 3);
        Round clean = computing(QUIET, 0);
        Round[] two = {repeated, repeated, clean, clean, clean, clean, clean, clean, clean};
        assertThat(in(two).of(repeated)).containsExactly(Disturbance.REPEATED);
        assertThat(in(Arrays.copyOf(two, 8)).of(repeated)).as("a quarter").isEmpty();
    }

    @Test
    void knowsWhatThreadsThatSlotsShareLacked() {
        Round own = round("a", QUIET, 0, 0.5, new Ready(0.5, 9), null);
        assertThat(own.lackOfCores()).isCloseTo(0.25, within(1e-12));
        RunReport report = report(0, 0.5, true, new Ready(0.5, 9), null);
        Round loop = new Round("a", 1, false, "j", QUIET, report);
        assertThat(loop.lackOfCores()).isCloseTo(0.5, within(1e-12));
    }

    /** Two arms of three rounds, of which one was disturbed and says otherwise than the rest. */
    @Test
    void isNotCertainWhereDisturbedRoundsDisagree() {
        List<Round> rounds = new ArrayList<>();
        for (int block = 0; block < 4; block++) {
            rounds.add(wall("batch", block, 1.05 + block / 1e3, 0));
            boolean last = block == 3;
            for (int tries = 0; tries < (last ? 4 : 1); tries++) {
                rounds.add(wall("thread-pool", block, last ? 9 : 1 + block / 1e3, last ? 1 : 0));
            }
        }
        Plan plan = Plan.of(TestingRounds.arms("batch", "thread-pool"), 0, 4, 1);
        Comparison comparison = new Comparison("", Map.of(), plan, rounds, Map.of());
        Verdict verdict = Analysis.of(comparison, TestingRounds.TWO_CORES).verdict();
        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.level()).as(verdict.sentence()).isEqualTo(Level.LIKELY);
    }

    /** Every third block lost its round of thread-pool, so a third of further ones will, too. */
    @Test
    void advisesAsManyRoundsAsWillHaveToRun() {
        Verdict all = spread(9, 0);
        Verdict some = spread(9, 1);
        assertThat(some.level()).as(some.sentence()).isEqualTo(Level.CANNOT_BE_TOLD);
        // The six blocks that count are those of a comparison of six blocks without the others.
        Verdict counted = spread(6, 0);
        assertThat(counted.moreRounds()).isGreaterThan(all.moreRounds());
        assertThat(some.moreRounds()).isEqualTo((int) Math.ceil(counted.moreRounds() * 9 / 6.0));
        assertThat(some.sentence()).contains("about " + some.moreRounds() + " more rounds");
    }

    /**
     * Two arms whose times differ by a tenth of which nobody knows the sign.
     *
     * @param stood how long a node stood still in all tries of every third block, in seconds
     */
    private static Verdict spread(int blocks, double stood) {
        List<Round> rounds = new ArrayList<>();
        int counted = 0;
        for (int block = 0; block < blocks; block++) {
            boolean lost = stood > 0 && block % 3 == 2;
            rounds.add(wall("batch", block, 1, 0));
            double wall = counted % 2 == 0 ? 0.9 : 1.08;
            for (int tries = 0; tries < (lost ? 4 : 1); tries++) {
                rounds.add(wall("thread-pool", block, wall, lost ? stood : 0));
            }
            counted += lost ? 0 : 1;
        }
        Plan plan = Plan.of(TestingRounds.arms("batch", "thread-pool"), 0, blocks, 1);
        Comparison comparison = new Comparison("", Map.of(), plan, rounds, Map.of());
        return Analysis.of(comparison, TestingRounds.TWO_CORES).verdict();
    }

    private static Round wall(String arm, int block, double wall, double stood) {
        Conditions conditions = new Conditions(0, 0, 2 * wall, 2, wall, stood, 0);
        RunReport report = TestingRounds.report(TestingRounds.arm(arm, 1), wall, 1);
        return new Round(arm, block, false, "j", conditions, report);
    }

    private static Set<Disturbance> of(Round round) {
        return in(round, computing(QUIET, 0)).of(round);
    }

    private static Disturbances in(Round... rounds) {
        return new Disturbances(Bounds.USUAL, List.of(rounds));
    }

    private static Round computing(Conditions conditions, int repeated) {
        return round("a", conditions, repeated, 2, new Ready(0, 1), null);
    }

    private static Round round(
            String arm,
            Conditions conditions,
            int repeated,
            double cpu,
            @Nullable Ready ready,
            @Nullable JvmShare jvm) {
        return new Round(arm, 1, false, "j", conditions, report(repeated, cpu, false, ready, jvm));
    }

    /** Two slots that run for a second. */
    private static RunReport report(
            int repeated,
            double cpu,
            boolean cpuShared,
            @Nullable Ready ready,
            @Nullable JvmShare jvm) {
        Distribution none = new Distribution(0, 0, 0, 0, 0, 0);
        return new RunReport(
                "thread-pool",
                2,
                20,
                20 + repeated,
                repeated,
                1,
                cpu,
                cpuShared,
                ready,
                new SlotAccount(2, 0, 0, 0),
                none,
                none,
                none,
                none,
                List.of(new RunReport.WorkerShare("w", 20, 2, jvm)));
    }

    private static JvmShare jvm(double throttled, double stoodStill) {
        return new JvmShare(0, 0, throttled, stoodStill, 0, 0);
    }
}
