package regatta.coordinator.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static regatta.coordinator.comparison.TestingRounds.TWO_CORES;
import static regatta.coordinator.comparison.TestingRounds.arms;
import static regatta.coordinator.comparison.TestingRounds.computing;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    @Test
    void summarisesCountedRoundsOnly() {
        // Blocks 1 to 3 count; block 0, the warm-up, takes a minute.
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
        assertThat(processes.overheadSeconds()).isEqualTo(12.5e-6);
        assertThat(processes.shares().running()).isCloseTo(0.9, within(1e-12));
        assertThat(processes.shares().drained()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void recommendsTheSimplestOfTheFastest() {
        Verdict verdict = judge(noisy(0.005, Map.of("batch", 2.0, "async", 2.0), 1.05), 3);
        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.certain()).isTrue();
        assertThat(verdict.fastest())
                .containsExactly("thread-pool", "virtual-threads", "fork-join", "processes");
        assertThat(verdict.sentence())
                .startsWith("Use thread-pool: 1.9")
                .contains(" times as fast as batch (95 % 1.")
                .contains("as fast but less simple: virtual-threads, fork-join, processes.")
                .endsWith("100 % of batch's running was computing: 2 slots on 2 cores.");
    }

    @Test
    void recommendsBatchWhereNothingIsFaster() {
        Verdict verdict = judge(noisy(0.002, Map.of(), 1.0), 5);
        assertThat(verdict.use()).isEqualTo("batch");
        assertThat(verdict.sentence())
                .startsWith("Use batch: no other arm was more than 3 % faster");
    }

    @Test
    void saysSoWhenTheRoundsCannotTell() {
        double[] batch = {0, 1.0, 3.0, 1.6};
        Comparison comparison =
                computing(
                        arms("batch", "processes"),
                        3,
                        (arm, block) -> arm.mode().equals("batch") ? batch[block] : 1.0);
        Verdict verdict = Analysis.of(comparison, TWO_CORES).verdict();
        assertThat(verdict.certain()).isFalse();
        assertThat(verdict.use()).isEqualTo("batch");
        assertThat(verdict.sentence())
                .startsWith(
                        "No difference can be told: processes measured 1.69 times as fast as batch"
                                + " (95 % 0.43–6.63), which 3 rounds do not prove; about 4 more would.");
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
        assertThat(analysis.verdict().certain()).isFalse();
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
                                                List.of("batch", "virtual-threads"),
                                                List.of(16),
                                                List.of()),
                                        3,
                                        seconds,
                                        0.03),
                                TWO_CORES)
                        .verdict();
        assertThat(verdict.sentence())
                .endsWith(
                        "97 % of batch's running was waiting, and 16 slots wait at the same time.");
    }

    @Test
    void doesNotGuessTheCauseWithoutProcessorTime() {
        Verdict verdict =
                Analysis.of(
                                TestingRounds.of(
                                        arms("batch", "async"), 3, (_, block) -> block, -1),
                                TWO_CORES)
                        .verdict();
        assertThat(verdict.sentence()).endsWith("Why cannot be told: processor time is not known.");
    }

    @Test
    void warnsOfSlotsBeyondCoresAndOfABusyMachine() {
        Machine busy = new Machine(1, "A CPU", "Linux", "25", List.of(), "0.1.0", 1.5, 1.9, 0, 0);
        Comparison comparison = computing(arms("thread-pool", "processes"), 3, (_, block) -> block);
        assertThat(Analysis.of(comparison, busy).warnings())
                .containsExactly(
                        "batch is not among the arms: the reference is thread-pool.",
                        "More slots than the 1 cores, for work that computes: thread-pool,"
                                + " processes.",
                        "The machine was busy before the start: load average 1.5 on 1 cores.",
                        "Rounds differ by more than 30 %: thread-pool, processes.");
    }

    /** A/A: another arm is recommended instead of an equal batch in at most 5 % (seeded). */
    @Test
    void seldomRecommendsWhatIsNoFaster() {
        int alarms = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Comparison comparison =
                    computing(
                            arms("batch", "thread-pool", "processes", "fork-join"),
                            5,
                            (_, _) -> Math.exp(0.1 * random.nextGaussian()));
            String use = Analysis.of(comparison, TWO_CORES).verdict().use();
            alarms += use.equals("batch") ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(25);
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
