package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;
import static regatta.comparison.plan.TestingRounds.arms;
import static regatta.comparison.plan.TestingRounds.computing;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import regatta.protocol.NodeInfo;

class AnalysisTest {

    @Test
    void summarisesCountedRoundsOnly() {
        // Blocks 1 to 3 count. Block 0, the warm-up, takes a minute.
        Comparison comparison =
                computing(
                        arms("batch", "processes"),
                        3,
                        (arm, block) ->
                                block == 0
                                        ? 60
                                        : (arm.mode().equals("batch") ? 2.0 : 1.0) + block / 10.0);
        ArmSummary processes = Analysis.of(comparison, TWO_CORES).arms().getLast();
        assertThat(processes.rounds()).isEqualTo(3);
        assertThat(processes.medianSeconds()).isCloseTo(1.2, within(1e-12));
        assertThat(processes.minSeconds()).isCloseTo(1.1, within(1e-12));
        assertThat(processes.maxSeconds()).isCloseTo(1.3, within(1e-12));
        double faster = Math.cbrt(2.1 / 1.1 * 2.2 / 1.2 * 2.3 / 1.3);
        assertThat(processes.timesFaster()).isCloseTo(faster, within(1e-12));
        assertThat(processes.efficiency()).isCloseTo(faster / 2, within(1e-12));
        assertThat(processes.cpuSeconds()).isCloseTo(1.2 * 2 * 0.9, within(1e-12));
        assertThat(processes.overheadSeconds()).isZero();
        assertThat(processes.shares().running()).isCloseTo(0.9, within(1e-12));
        assertThat(processes.shares().drained()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void recommendsTheSimplestOfTheFastest() {
        Verdict verdict = judge(noisy(0.005, Map.of("batch", 2.0, "async", 2.0), 1.05), 3);
        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.level()).isEqualTo(Level.CERTAIN);
        assertThat(verdict.fastest())
                .containsExactly("thread-pool", "virtual-threads", "fork-join", "processes");
        assertThat(verdict.sentence())
                .startsWith("Certain: use thread-pool: 1.9")
                .contains(" times as fast as batch (95 % 1.")
                .contains("as fast but less simple: virtual-threads, fork-join, processes.")
                .endsWith(
                        "100 % of batch's running was computing: 2 slots on 2 cores."
                                + " More cores would help; more slots would not.");
    }

    @Test
    void recommendsBatchIfNoArmIsFaster() {
        Verdict verdict = judge(noisy(0.002, Map.of(), 1.0), 5);
        assertThat(verdict.use()).isEqualTo("batch");
        assertThat(verdict.sentence())
                .startsWith("Certain: use batch: no other arm was more than 3 % faster");
    }

    @Test
    void admitsThatTheRoundsAreInconclusive() {
        // The logarithms are 0, 0.2624 and 0.0953: mean 0.1192, deviation 0.1328, half width
        // 0.3299.
        double[] batch = {0, 1.0, 1.3, 1.1};
        Comparison comparison =
                computing(
                        arms("batch", "processes"),
                        3,
                        (arm, block) -> arm.mode().equals("batch") ? batch[block] : 1.0);
        Verdict verdict = Analysis.of(comparison, TWO_CORES).verdict();
        assertThat(verdict.level()).isEqualTo(Level.CANNOT_BE_TOLD);
        assertThat(verdict.use()).isEqualTo("batch");
        assertThat(verdict.sentence())
                .startsWith(
                        "The rounds show no clear difference: processes measured 1.13 times as fast"
                                + " as batch (95 % 0.81–1.57); about 72 more rounds would show a"
                                + " difference of 10 %. Until then use batch, the simpler one.");
        assertThat(verdict.proven()).isEmpty();
        assertThat(verdict.open()).isEmpty();
        // (4.3027 + 1.8856)² × 0.1328² / ln²1.1 = 74.3
        assertThat(verdict.moreRounds()).isEqualTo(72);
    }

    @Test
    void givesNoIntervalForTwoRounds() {
        Comparison comparison =
                computing(
                        arms("batch", "processes"),
                        2,
                        (arm, _) -> arm.mode().equals("batch") ? 2.0 : 1.0);
        Analysis analysis = Analysis.of(comparison, TWO_CORES);
        assertThat(analysis.arms()).allMatch(arm -> arm.timesFasterInterval() == null);
        assertThat(analysis.verdict().level()).isEqualTo(Level.CANNOT_BE_TOLD);
        assertThat(analysis.verdict().sentence())
                .startsWith(
                        "2 rounds are too few for an interval; as measured, use processes:"
                                + " 2.00 times as fast as batch.");
        assertThat(analysis.warnings()).contains("Fewer than 3 counted rounds: no intervals.");
    }

    @Test
    void namesWaitingAsTheCause() {
        ToDoubleBiFunction<Arm, Integer> seconds =
                (arm, block) -> (arm.mode().equals("batch") ? 6.0 : 0.6) + block / 1000.0;
        Verdict verdict =
                Analysis.of(
                                TestingRounds.of(
                                        Arm.each(
                                                TestingRounds.modes("batch", "virtual-threads"),
                                                List.of(16),
                                                List.of()),
                                        3,
                                        seconds,
                                        0.03),
                                TWO_CORES)
                        .verdict();
        assertThat(verdict.sentence())
                .endsWith(
                        "97 % of batch's running was waiting, and 16 slots wait at the same time."
                                + " More slots would help until the service that tasks wait for"
                                + " becomes the limit.");
    }

    @Test
    void doesNotGuessTheCauseWithoutProcessorTime() {
        Verdict verdict =
                Analysis.of(
                                TestingRounds.of(
                                        arms("batch", "async"), 3, (_, block) -> block, -1),
                                TWO_CORES)
                        .verdict();
        assertThat(verdict.sentence())
                .endsWith("The cause is unknown, because processor time is not known.");
    }

    @Test
    void warnsOfSlotsBeyondCoresAndOfABusyMachine() {
        Machine busy = TestingRounds.machine(1, 1.5);
        Comparison comparison = computing(arms("thread-pool", "processes"), 3, (_, block) -> block);
        assertThat(Analysis.of(comparison, busy).warnings())
                .containsExactly(
                        "No arm runs one task after the other: the reference is thread-pool.",
                        "More slots than cores, for work that computes: thread-pool (2 on 1),"
                                + " processes (2 on 1).",
                        "The machine was busy before the start: load average 1.5 on 1 cores.",
                        "Rounds differ by more than 30 %: thread-pool, processes.",
                        "Whether times had stopped falling cannot be told: it takes 3 arms and 2"
                                + " rounds.");
    }

    /**
     * A/A, seeded: of seven equal arms one is five times as noisy. At most 5 % may leave an arm
     * out.
     */
    @Test
    void seldomLeavesOutAnEquallyFastArm() {
        int alarms = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Comparison comparison =
                    computing(
                            arms("batch", "thread-pool", "processes", "fork-join", "a", "b", "c"),
                            5,
                            (arm, _) ->
                                    Math.exp(
                                            (arm.mode().equals("c") ? 0.25 : 0.05)
                                                    * random.nextGaussian()));
            alarms += Analysis.of(comparison, TWO_CORES).verdict().fastest().size() < 7 ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(15);
    }

    /** The analysis finds the arm that is slower by a third, although another arm is very noisy. */
    @Test
    void findsADifferenceBesideANoisyArm() {
        Random random = new Random(1);
        Comparison comparison =
                computing(
                        arms("batch", "thread-pool", "cluster"),
                        5,
                        (arm, _) ->
                                (arm.mode().equals("batch") ? 1.33 : 1.0)
                                        * Math.exp(
                                                (arm.mode().equals("cluster") ? 0.5 : 0.01)
                                                        * random.nextGaussian()));
        Verdict verdict = Analysis.of(comparison, TWO_CORES).verdict();
        assertThat(verdict.fastest()).contains("thread-pool").doesNotContain("batch");
    }

    /** Thread-pool is 2 % behind but far more uncertain. The verdict states both. */
    @Test
    void statesTheCertainPartOfAnUncertainVerdict() {
        double[] spread = {0, 0.88, 1.02, 1.16};
        Comparison comparison =
                computing(
                        arms("batch", "thread-pool", "fork-join"),
                        3,
                        (arm, block) ->
                                switch (arm.mode()) {
                                    case "batch" -> 20;
                                    case "thread-pool" -> spread[block];
                                    default -> 1;
                                });
        Verdict verdict = Analysis.of(comparison, TWO_CORES).verdict();
        assertThat(verdict.level()).isEqualTo(Level.CANNOT_BE_TOLD);
        assertThat(verdict.moreRounds()).isPositive();
        assertThat(verdict.proven()).containsExactly("thread-pool", "fork-join");
        assertThat(verdict.open()).containsExactly("fork-join");
        assertThat(verdict.sentence())
                .startsWith(
                        "Use thread-pool. It is proven faster than batch: 19.7 times as fast"
                                + " (95 % 14.0–27.8). So is fork-join. Whether fork-join is"
                                + " faster than thread-pool cannot be told: fork-join measured 1.01"
                                + " times as fast as thread-pool (95 % 0.72–1.43); about ")
                .contains(" more rounds would show a difference of 10 %. 100 % of batch's ")
                .endsWith("More cores would help; more slots would not.");
    }

    /** Four arms take half of batch's time, and their noise hides which of them is fastest. */
    @Test
    void namesEveryArmThatIsProvenAndEveryArmThatMayBeFaster() {
        Verdict verdict = judge(noisy(0.05, Map.of("batch", 2.0, "async", 2.0), 1.0), 3);
        assertThat(verdict.level()).isEqualTo(Level.CANNOT_BE_TOLD);
        assertThat(verdict.proven())
                .containsExactlyInAnyOrder(
                        "thread-pool", "virtual-threads", "fork-join", "processes");
        assertThat(verdict.open()).containsExactly("virtual-threads", "fork-join", "processes");
        assertThat(verdict.sentence())
                .startsWith("Use thread-pool. It is proven faster than batch: ")
                .contains(
                        " So are virtual-threads, fork-join and processes. Whether one of these is"
                                + " faster than thread-pool cannot be told: ");
    }

    /** Thread-pool measured twice as fast as batch, but its times spread too far for a proof. */
    @Test
    void callsNoArmProvenWhoseTimesSpreadTooFar() {
        double[] spread = {0, 0.5, 1.0, 2.0};
        Verdict verdict =
                Analysis.of(
                                computing(
                                        arms("batch", "thread-pool", "fork-join"),
                                        3,
                                        (arm, block) ->
                                                switch (arm.mode()) {
                                                    case "batch" -> 2;
                                                    case "thread-pool" -> spread[block];
                                                    default -> 0.9;
                                                }),
                                TWO_CORES)
                        .verdict();
        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.proven()).containsExactly("fork-join");
        assertThat(verdict.open()).isEmpty();
        assertThat(verdict.sentence())
                .startsWith("Cannot be told: use thread-pool: 2.00 times as fast as batch")
                .as("fork-join measured 11 % faster")
                .contains("; not proven slower: fork-join.")
                .doesNotContain("as fast but less simple")
                .contains("The rounds show no clear difference: fork-join measured ");
    }

    /** A/A, seeded: at most 5 % of comparisons of equal arms may call any arm proven. */
    @Test
    void seldomCallsAnEqualArmProven() {
        int wrong = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Comparison comparison =
                    computing(
                            arms("batch", "thread-pool", "processes", "fork-join", "a", "b", "c"),
                            3,
                            (_, _) -> Math.exp(0.05 * random.nextGaussian()));
            wrong += Analysis.of(comparison, TWO_CORES).verdict().proven().isEmpty() ? 0 : 1;
        }
        assertThat(wrong).isLessThanOrEqualTo(15);
    }

    /** Two rounds of the recommended arm are too few, however many the fastest arm has. */
    @Test
    void isNotFitToJudgeIfTheRecommendedArmLostARound() {
        Comparison quiet =
                computing(
                        arms("batch", "thread-pool", "processes"),
                        3,
                        (arm, _) ->
                                switch (arm.label()) {
                                    case "batch" -> 2;
                                    case "thread-pool" -> 1.001;
                                    default -> 1;
                                });
        Comparison disturbed =
                with(
                        quiet,
                        round ->
                                round.arm().equals("thread-pool") && round.block() == 2
                                        ? new Conditions(0.4, 0, 0, 0, 1)
                                        : round.conditions());
        assertThat(Analysis.of(quiet, TWO_CORES).verdict().level()).isNotEqualTo(Level.NOT_FIT);
        Verdict verdict = Analysis.of(disturbed, TWO_CORES).verdict();
        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.level()).isEqualTo(Level.NOT_FIT);
        assertThat(verdict.sentence()).contains("jobs of others ran during 1 of 9 rounds");
    }

    @Test
    void saysThatTheClusterWasTooBusy() {
        Comparison quiet = computing(arms("batch", "processes"), 3, (_, _) -> 1);
        Comparison busy = with(quiet, _ -> new Conditions(0.4, 0, 0, 0, 1));
        Analysis analysis = Analysis.of(busy, TWO_CORES);
        assertThat(analysis.arms()).allMatch(arm -> arm.rounds() == 0 && arm.medianSeconds() == 1);
        assertThat(analysis.verdict().level()).isEqualTo(Level.NOT_FIT);
        assertThat(analysis.verdict().sentence())
                .startsWith(
                        "Not fit to judge: jobs of others ran during 6 of 6 rounds. Let the other"
                                + " jobs end, and run it again. As measured, ");
        assertThat(analysis.warnings())
                .contains("8 rounds do not count: jobs of others ran (up to 40 %).");
    }

    @Test
    void warnsOfADifferenceBelowTheNoiseOfTheMachine() {
        double[] drift = {1, 1, 1.4, 2};
        Comparison comparison =
                computing(
                        arms("batch", "processes"),
                        3,
                        (arm, block) ->
                                drift[block] * (arm.mode().equals("batch") ? 1.1 : 1)
                                        + block / 1000.0);
        Analysis analysis = Analysis.of(comparison, TWO_CORES);
        assertThat(analysis.verdict().use()).isEqualTo("processes");
        // Deviation of ln 1, ln 1.4, ln 2 = 0.3466; e^(0.3466 √2) = 1.63
        assertThat(analysis.warnings())
                .contains(
                        "Two rounds of one and the same arm differ by 63 % here, more than these"
                                + " from batch: processes.");
    }

    /** Sixteen slots run on four machines of four cores, so no slot lacks a core. */
    @Test
    void knowsTheCoresOfTheMachinesThatRanAnArm() {
        Comparison here =
                computing(
                        Arm.each(TestingRounds.modes("batch", "cluster"), List.of(16), List.of()),
                        3,
                        (arm, _) -> arm.mode().equals("batch") ? 15.0 : 1.0);
        assertThat(Analysis.of(here, TWO_CORES).warnings())
                .contains("More slots than cores, for work that computes: cluster (16 on 2).");
        Comparison apart =
                with(
                        here,
                        round -> new Conditions(0, 0, 2, round.arm().equals("batch") ? 2 : 16, 1));
        Analysis analysis = Analysis.of(apart, TWO_CORES);
        assertThat(analysis.warnings()).noneMatch(warning -> warning.contains("More slots"));
        assertThat(analysis.verdict().sentence()).contains("16 slots on 16 cores");
    }

    @Test
    void warnsOfOtherProgramsAndBusyMachinesOfNodes() {
        Comparison comparison =
                with(
                        computing(arms("batch", "cluster"), 3, (_, _) -> 1.0),
                        _ -> new Conditions(0, 0.2, 2, 2, 1));
        NodeInfo node = new NodeInfo(1, 4, "A CPU", "Linux", "25", List.of(), "0.1.0", 3, 0.001);
        Machine machine =
                new Machine(
                        TWO_CORES.before(),
                        2,
                        0,
                        List.of(
                                new NodeGroup("cluster", "10.0.0.7", 2, node, 5, 0.07),
                                new NodeGroup("processes", "", 2, node, 5, 0.07)));
        assertThat(Analysis.of(comparison, machine).warnings())
                .contains(
                        "Other programs used 10 % of the machine's processor time during the"
                                + " rounds.",
                        "10.0.0.7 was busy before the start: load average 3.0 on 4 cores.",
                        "The host of 10.0.0.7 gave up to 7 % of the processor time to other"
                                + " guests.")
                .noneMatch(warning -> warning.startsWith("The host gave"));
    }

    /** Returns the same rounds with other conditions. */
    private static Comparison with(Comparison comparison, Function<Round, Conditions> conditions) {
        List<Round> rounds =
                comparison.rounds().stream()
                        .map(r ->
                                new Round(
                                        r.arm(),
                                        r.block(),
                                        r.warmUp(),
                                        r.job(),
                                        conditions.apply(r),
                                        r.report()))
                        .toList();
        return new Comparison("", Map.of(), comparison.plan(), rounds, Map.of());
    }

    private static Verdict judge(ToDoubleBiFunction<Arm, Integer> seconds, int rounds) {
        List<Arm> all =
                arms("batch", "fork-join", "virtual-threads", "thread-pool", "async", "processes");
        return Analysis.of(computing(all, rounds, seconds), TWO_CORES).verdict();
    }

    private static ToDoubleBiFunction<Arm, Integer> noisy(
            double noise, Map<String, Double> seconds, double otherwise) {
        Random random = new Random(5);
        return (arm, _) ->
                seconds.getOrDefault(arm.mode(), otherwise)
                        * Math.exp(noise * random.nextGaussian());
    }
}
