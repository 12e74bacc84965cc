package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.Arm.Variation;

class PlanTest {
    private static final List<String> MODES = List.of("batch", "thread-pool", "processes");

    @Test
    void runsEveryArmOnceInEachBlockWarmUpsFirst() {
        List<Round> rounds = run(Plan.of(arms(), 2, 3, 42), (_, _) -> 1, (_, _) -> 0);
        assertThat(rounds).hasSize(15);
        for (int block = 0; block < 5; block++) {
            List<Round> inBlock = rounds.subList(3 * block, 3 * block + 3);
            int number = block;
            assertThat(inBlock)
                    .allMatch(round -> round.block() == number && round.warmUp() == number < 2)
                    .extracting(Round::arm)
                    .containsExactlyInAnyOrderElementsOf(MODES);
        }
    }

    @Test
    void ordersBlocksAnewAndTheSameForTheSameSeed() {
        List<Round> rounds = run(Plan.of(arms(), 0, 100, 3), (_, _) -> 1, (_, _) -> 0);
        assertThat(run(Plan.of(arms(), 0, 100, 3), (_, _) -> 1, (_, _) -> 0)).isEqualTo(rounds);
        Set<List<String>> orders = new HashSet<>();
        for (int block = 0; block < 100; block++) {
            orders.add(labels(rounds.subList(3 * block, 3 * block + 3)));
        }
        assertThat(orders).as("each of the 3! orders comes up").hasSize(6);
    }

    @Test
    void expectsTheRoundsThatAreStillToCome() {
        Plan plan = Plan.of(arms(), 1, 3, 1);
        List<Round> rounds = run(plan, (_, _) -> 1, (_, _) -> 0);
        assertThat(plan.expected(List.of())).isEqualTo(12);
        assertThat(plan.expected(rounds.subList(0, 7))).isEqualTo(5);
        assertThat(plan.expected(rounds)).isZero();
    }

    /** Another job uses 3 % of the slot time during the second to the fourth round. */
    @Test
    void repeatsDisturbedRoundsAndCountsThemOnce() {
        Plan plan = Plan.of(arms(), 0, 2, 1);
        List<Round> rounds =
                run(
                        plan,
                        (_, _) -> 1,
                        (_, ran) -> ran >= 1 && ran <= 3 ? 0.03 : Bounds.USUAL.others());
        Comparison comparison = new Comparison("", Map.of(), plan, rounds, Map.of());
        Disturbances disturbances = comparison.disturbances();
        assertThat(rounds).hasSize(9).filteredOn(disturbances::disturbed).hasSize(3);
        assertThat(labels(rounds.subList(1, 5))).containsOnly(rounds.get(1).arm());
        assertThat(plan.arms())
                .allSatisfy(arm ->
                        assertThat(comparison.counted(arm))
                                .hasSize(2)
                                .noneMatch(disturbances::disturbed));
    }

    @Test
    void givesUpARoundThatOthersDisturbAgainAndAgain() {
        Plan plan = Plan.of(arms(), 1, 2, 1);
        assertThat(run(plan, (_, _) -> 1, (_, _) -> 1))
                .as("3 warm-ups; 2 blocks of 3 arms, once and three times more")
                .hasSize(3 + 2 * 3 * 4);
        Plan hurried = Plan.of(arms(), 1, List.of(2), 8, 1);
        assertThat(run(hurried, (_, _) -> 1, (_, _) -> 1))
                .as("after 3 warm-ups, 4 tries and 1 more the budget of 8 s is spent")
                .hasSize(3 + 4 + 1 + 1 + 3);
    }

    /** Times fall by about 10 % a block until block 3, slightly differently in each arm. */
    @Test
    void warmsUpUntilTimesStopFalling() {
        Plan plan = Plan.of(arms(), 1, 3, 1);
        ToDoubleBiFunction<Arm, Integer> falling =
                (arm, block) ->
                        Math.pow(0.9, Math.min(3, block)) * (1 + 0.01 * (arm.label().length() % 3));
        List<Round> rounds = run(plan, falling, (_, _) -> 0);
        Comparison comparison = new Comparison("", Map.of(), plan, rounds, Map.of());
        assertThat(comparison.firstCounted()).isEqualTo(3);
        assertThat(rounds).hasSize(3 * 6);
        assertThat(comparison.counted(plan.arms().getFirst()))
                .extracting(Round::block)
                .containsExactly(3, 4, 5);
        Plan withoutBudget = Plan.of(arms(), 1, List.of(3), 0, 1);
        assertThat(run(withoutBudget, falling, (_, _) -> 0)).hasSize(3 * 4);
    }

    /** The first look, after 4 rounds, shows a difference of one half but not one of 1 %. */
    @Test
    void endsAtTheFirstConclusiveLook() {
        Plan plan = Plan.of(arms(), 1, List.of(4, 8, 12), 600, 1);
        assertThat(run(plan, (arm, block) -> wave(block, arm.mode().equals("batch") ? 1.5 : 1)))
                .hasSize(3 * (1 + 4));
        Random random = new Random(1);
        assertThat(run(plan, (_, _) -> Math.exp(0.3 * random.nextGaussian())))
                .hasSize(3 * (1 + 12));
        Plan without = Plan.of(arms(), 1, 12, 1);
        assertThat(run(without, (arm, block) -> wave(block, arm.mode().equals("batch") ? 1.5 : 1)))
                .as("what was stated is run")
                .hasSize(3 * (1 + 12));
    }

    /** Times that do not fall, but differ from block to block. */
    private static double wave(int block, double seconds) {
        return seconds * (1 + 0.01 * (block % 2));
    }

    @Test
    void comparesWithBatchOrElseWithTheFirstArm() {
        List<Arm> withBatch =
                Arm.each(TestingRounds.modes("processes", "batch"), List.of(2), List.of());
        List<Arm> without =
                Arm.each(TestingRounds.modes("processes", "async"), List.of(2), List.of());
        assertThat(Plan.of(withBatch, 1, 1, 1).reference()).isEqualTo("batch");
        assertThat(Plan.of(without, 1, 1, 1).reference()).isEqualTo("processes");
    }

    @Test
    void multipliesArmsBySlotsAndVariedFieldsButGivesBatchOneSlot() {
        List<Arm> arms =
                Arm.each(
                        TestingRounds.modes("batch", "thread-pool", "thread-pool"),
                        List.of(2, 4),
                        List.of(new Variation("tasksPerTarget", List.of("1", "8"))));
        assertThat(arms)
                .extracting(Arm::label)
                .containsExactly(
                        "batch tasksPerTarget=1",
                        "batch tasksPerTarget=8",
                        "thread-pool slots=2 tasksPerTarget=1",
                        "thread-pool slots=2 tasksPerTarget=8",
                        "thread-pool slots=4 tasksPerTarget=1",
                        "thread-pool slots=4 tasksPerTarget=8");
        assertThat(arms).extracting(Arm::slots).containsExactly(1, 1, 2, 2, 4, 4);
        assertThat(arms.getLast().varied()).containsExactly(new Arm.Varied("tasksPerTarget", "8"));
    }

    @Test
    void refusesAnInvalidPlan() {
        assertThatThrownBy(() -> Plan.of(List.of(), 1, 3, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plan.of(arms(), 1, 0, 0)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> Plan.of(arms(), 1, List.of(5, 5), 1, 0))
                .hasMessageContaining("each above the one before");
        assertThatThrownBy(() -> Plan.of(arms(), 1, List.of(1, 2, 3, 4), 1, 0))
                .hasMessageContaining("one to 3 numbers");
        assertThatThrownBy(() -> Plan.of(arms(), 1, List.of(2, 9), 1, 0))
                .hasMessageContaining("begin with at least 3");
        assertThatThrownBy(() -> Arm.each(TestingRounds.modes("async"), List.of(-1), List.of()))
                .hasMessageContaining("slots of async: -1 is below 0");
    }

    /**
     * Runs a plan to its end. {@code others} gives the share of other jobs, by arm and number of
     * earlier rounds.
     */
    private static List<Round> run(
            Plan plan,
            ToDoubleBiFunction<Arm, Integer> seconds,
            ToDoubleBiFunction<Arm, Integer> others) {
        List<Round> rounds = new ArrayList<>();
        Optional<Plan.Turn> next = plan.next(rounds);
        while (next.isPresent()) {
            Plan.Turn turn = next.get();
            rounds.add(
                    new Round(
                            turn.arm().label(),
                            turn.block(),
                            turn.warmUp(),
                            "j",
                            new Conditions(
                                    others.applyAsDouble(turn.arm(), rounds.size()),
                                    0,
                                    0,
                                    0,
                                    seconds.applyAsDouble(turn.arm(), turn.block())),
                            TestingRounds.report(
                                    turn.arm(),
                                    seconds.applyAsDouble(turn.arm(), turn.block()),
                                    1)));
            next = plan.next(rounds);
        }
        return rounds;
    }

    private static List<Round> run(Plan plan, ToDoubleBiFunction<Arm, Integer> seconds) {
        return run(plan, seconds, (_, _) -> 0);
    }

    private static List<String> labels(List<Round> rounds) {
        return rounds.stream().map(Round::arm).toList();
    }

    private static List<Arm> arms() {
        return Arm.each(TestingRounds.modes(MODES.toArray(String[]::new)), List.of(2), List.of());
    }
}
