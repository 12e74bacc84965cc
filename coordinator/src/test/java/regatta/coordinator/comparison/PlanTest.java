package regatta.coordinator.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.coordinator.comparison.Arm.Variation;

class PlanTest {
    private static final List<String> MODES = List.of("batch", "thread-pool", "processes");

    @Test
    void runsEveryArmOnceInEachBlockWarmUpsFirst() {
        Plan plan = Plan.of(arms(), 2, 3, 42);
        List<Plan.Turn> turns = plan.turns();
        assertThat(turns).hasSize(15);
        for (int block = 0; block < 5; block++) {
            List<Plan.Turn> inBlock = turns.subList(3 * block, 3 * block + 3);
            int number = block;
            assertThat(inBlock)
                    .allMatch(turn -> turn.block() == number && turn.warmUp() == number < 2)
                    .extracting(turn -> turn.arm().label())
                    .containsExactlyInAnyOrderElementsOf(MODES);
        }
    }

    @Test
    void ordersBlocksAnewAndTheSameForTheSameSeed() {
        assertThat(Plan.of(arms(), 1, 9, 3).turns()).isEqualTo(Plan.of(arms(), 1, 9, 3).turns());
        Set<List<String>> orders = new HashSet<>();
        List<Plan.Turn> turns = Plan.of(arms(), 0, 100, 3).turns();
        IntStream.range(0, 100)
                .mapToObj(block -> turns.subList(3 * block, 3 * block + 3))
                .forEach(block ->
                        orders.add(
                                block.stream()
                                        .map(turn -> turn.arm().label())
                                        .collect(Collectors.toList())));
        assertThat(orders).as("each of the 3! orders comes up").hasSize(6);
    }

    @Test
    void comparesWithBatchOrElseWithTheFirstArm() {
        List<Arm> withBatch = Arm.each(List.of("processes", "batch"), List.of(2), List.of());
        List<Arm> without = Arm.each(List.of("processes", "async"), List.of(2), List.of());
        assertThat(Plan.of(withBatch, 1, 1, 1).reference()).isEqualTo("batch");
        assertThat(Plan.of(without, 1, 1, 1).reference()).isEqualTo("processes");
    }

    @Test
    void multipliesArmsBySlotsAndVariedFieldsButGivesBatchOneSlot() {
        List<Arm> arms =
                Arm.each(
                        List.of("batch", "thread-pool", "thread-pool"),
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
    void refusesWhatIsNoPlan() {
        assertThatThrownBy(() -> Plan.of(List.of(), 1, 3, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plan.of(arms(), 1, 0, 0)).hasMessageContaining("rounds below 1");
        assertThatThrownBy(() -> Arm.each(List.of("async"), List.of(-1), List.of()))
                .hasMessageContaining("slots of async: -1 is below 0");
    }

    private static List<Arm> arms() {
        return Arm.each(MODES, List.of(2), List.of());
    }
}
