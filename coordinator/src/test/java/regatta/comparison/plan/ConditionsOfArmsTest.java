package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.arms;
import static regatta.comparison.plan.TestingRounds.computing;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import regatta.protocol.NodeInfo;

class ConditionsOfArmsTest {
    private static final ToDoubleBiFunction<Arm, Integer> INTERPRETED =
            (arm, block) -> (arm.mode().equals("processes") ? 1 : 30) + block / 100.0;

    @Test
    void namesArmsAndFlagsThatDiffer() {
        Analysis analysis = analysis(INTERPRETED, machine(List.of("-Xint"), List.of("-Xmx1g")));
        assertThat(analysis.warnings())
                .contains(
                        "The arms differ in their JVM arguments: batch, thread-pool with -Xint;"
                                + " processes with none.");
    }

    @Test
    void withholdsAVerdictThatADifferenceWouldExplain() {
        Verdict verdict = analysis(INTERPRETED, machine(List.of("-Xint"), List.of())).verdict();
        assertThat(verdict.level()).isEqualTo(Level.NOT_FIT);
        assertThat(verdict.cause().kind()).isEqualTo(Cause.Kind.UNEQUAL_CONDITIONS);
        assertThat(verdict.sentence())
                .startsWith(
                        "Not fit to judge: The arms differ in their JVM arguments: batch with"
                                + " -Xint; processes with none. Start all of them alike, and run it"
                                + " again.");
    }

    /** The same processor time on two slots as on one. */
    @Test
    void judgesWhereTheDifferenceCostsNothing() {
        ToDoubleBiFunction<Arm, Integer> halves =
                (arm, block) -> (arm.mode().equals("batch") ? 2 : 1) + block / 1e4;
        Verdict verdict = analysis(halves, machine(List.of("-XX:+UseG1GC"), List.of())).verdict();
        assertThat(verdict.level()).isEqualTo(Level.CERTAIN);
    }

    @Test
    void comparesOnlyArgumentsThatChangeHowFastCodeRuns() {
        Machine machine = machine(List.of("-Xmx4g", "-Dname=x"), List.of("-Xmx256m"));
        assertThat(analysis(INTERPRETED, machine).warnings())
                .noneMatch(warning -> warning.contains("differ"));
    }

    private static Analysis analysis(ToDoubleBiFunction<Arm, Integer> seconds, Machine machine) {
        return Analysis.of(
                computing(arms("batch", "thread-pool", "processes"), 4, seconds), machine);
    }

    private static Machine machine(List<String> here, List<String> children) {
        NodeGroup group = new NodeGroup("processes", "", 2, node(children), 0, 0);
        return new Machine(node(here), 0, 0, List.of(group));
    }

    private static NodeInfo node(List<String> flags) {
        return new NodeInfo(1, 2, "A CPU", "Linux", "25", flags, "0.1.0", 0, 0);
    }
}
