package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.JobState;
import regatta.coordinator.store.ComparisonStore.Documents;
import regatta.coordinator.store.JobJson;

/** Reads comparisons of versions that did not yet record every machine. */
class ComparisonCodecTest {
    private final Round round = TestingComparisons.rounds(1).getFirst();

    @Test
    void keepsAComparisonAndItsRoundsAsDocuments() {
        KeptComparisons kept =
                new KeptComparisons(new TestingComparisonStore(), TestingComparisons.CODEC);
        ComparisonView fresh = TestingComparisons.accepted();
        kept.accept(fresh, Optional.empty());
        assertThat(kept.find(fresh.id())).contains(fresh.withOrder(1));
        List<Round> rounds = TestingComparisons.rounds(3);
        rounds.forEach(each -> kept.add(fresh.id(), each));
        ComparisonView ended =
                kept.find(fresh.id())
                        .orElseThrow()
                        .ended(
                                JobState.SUCCEEDED,
                                TestingComparisons.NOW,
                                TestingRounds.TWO_CORES,
                                List.of("a note"),
                                null);
        kept.keep(ended);
        assertThat(kept.find(fresh.id())).contains(ended);
        assertThat(ended.rounds()).isEqualTo(rounds);
        assertThat(kept.list(Optional.empty(), Optional.empty(), 9))
                .singleElement()
                .satisfies(listed -> assertThat(listed.spec().jobs()).isEmpty());
    }

    @Test
    void readsARoundOfAnOlderStore() {
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonCodec.round(round));
        old.remove("conditions");
        old.put("others", 0.3);
        Conditions read = ComparisonCodec.round(JobJson.write(old)).conditions();
        assertThat(read).isEqualTo(new Conditions(0.3, 0, 0, 0, round.report().wallSeconds()));
    }

    @Test
    void knowsTheModesOfArmsOfAnOlderStore() {
        ComparisonView stored = TestingComparisons.accepted();
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonCodec.head(stored.spec()));
        old.at("/plan/arms")
                .forEach(arm -> ((ObjectNode) arm).remove(List.of("placement", "style")));
        Plan read =
                TestingComparisons.CODEC
                        .comparison(
                                new Documents(
                                        1,
                                        JobJson.write(old),
                                        null,
                                        ComparisonCodec.summary(stored),
                                        List.of()))
                        .spec()
                        .plan();
        assertThat(read).isEqualTo(stored.spec().plan());
    }

    @Test
    void readsTheMachineOfAnOlderStore() {
        ComparisonView ended =
                TestingComparisons.accepted()
                        .ended(
                                JobState.SUCCEEDED,
                                TestingComparisons.NOW,
                                TestingRounds.TWO_CORES,
                                List.of(),
                                null);
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonCodec.summary(ended));
        ObjectNode machine = (ObjectNode) old.get("machine").get("before").deepCopy();
        machine.remove(List.of("pid", "load", "steal"));
        machine.put("loadBefore", 0.1).put("loadAfter", 1.9);
        machine.put("stealBefore", 0).put("stealDuring", 0);
        old.set("machine", machine);
        Machine read =
                TestingComparisons.CODEC
                        .comparison(
                                new Documents(
                                        1,
                                        ComparisonCodec.head(ended.spec()),
                                        null,
                                        JobJson.write(old),
                                        List.of()))
                        .machine();
        assertThat(read).isNotNull();
        assertThat(read.before().cores()).isEqualTo(2);
        assertThat(read.before().load()).isEqualTo(0.1);
        assertThat(read.loadDuring()).isEqualTo(1.9);
        assertThat(read.nodes()).isEmpty();
    }
}
