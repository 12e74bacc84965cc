package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.JobState;

/** Reads comparisons of versions that did not yet record every machine. */
class ComparisonJsonTest {
    private final Round round = TestingComparisons.rounds(1).getFirst();

    @Test
    void readsARoundOfAnOlderStore() {
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonJson.round(round));
        old.remove("conditions");
        old.put("others", 0.3);
        Conditions read = ComparisonJson.round(JobJson.write(old)).conditions();
        assertThat(read).isEqualTo(new Conditions(0.3, 0, 0, 0, round.report().wallSeconds()));
    }

    @Test
    void knowsTheModesOfArmsOfAnOlderStore() {
        ComparisonView stored = TestingComparisons.accepted();
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonJson.head(stored.spec()));
        old.at("/plan/arms")
                .forEach(arm -> ((ObjectNode) arm).remove(List.of("placement", "style")));
        Plan read =
                new ComparisonJson(new JobJson(TestingJobs.WORKLOADS))
                        .comparison(
                                1,
                                JobJson.write(old),
                                null,
                                ComparisonJson.summary(stored),
                                List.of())
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
                                TestingJobs.NOW,
                                TestingRounds.TWO_CORES,
                                List.of(),
                                null);
        ObjectNode old = (ObjectNode) JobJson.tree(ComparisonJson.summary(ended));
        ObjectNode machine = (ObjectNode) old.get("machine").get("before").deepCopy();
        machine.remove(List.of("pid", "load", "steal"));
        machine.put("loadBefore", 0.1).put("loadAfter", 1.9);
        machine.put("stealBefore", 0).put("stealDuring", 0);
        old.set("machine", machine);
        Machine read =
                new ComparisonJson(new JobJson(TestingJobs.WORKLOADS))
                        .comparison(
                                1,
                                ComparisonJson.head(ended.spec()),
                                null,
                                JobJson.write(old),
                                List.of())
                        .machine();
        assertThat(read).isNotNull();
        assertThat(read.before().cores()).isEqualTo(2);
        assertThat(read.before().load()).isEqualTo(0.1);
        assertThat(read.loadDuring()).isEqualTo(1.9);
        assertThat(read.nodes()).isEmpty();
    }
}
