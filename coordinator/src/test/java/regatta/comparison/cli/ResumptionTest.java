package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.CommandException;
import regatta.cli.Exit;
import regatta.comparison.ReportJson;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ComparisonReport;
import regatta.comparison.report.Incomplete;
import regatta.comparison.report.Incomplete.Left;
import regatta.machine.NodeWatch;
import regatta.protocol.NodeInfo;

/** Which files {@code compare --resume} takes, and why it refuses the others. */
class ResumptionTest {
    private static final Comparison WHOLE =
            TestingRounds.computing(
                    TestingRounds.arms("batch", "thread-pool"), 3, (arm, _) -> 3 - arm.slots());
    private static final NodeInfo THIS_MACHINE = new NodeWatch(Duration.ZERO, List.of()).look();

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("report.json");
    }

    @Test
    void takesWhatAnInterruptedCommandWrote() throws Exception {
        ComparisonReport report = after(5, WHOLE.plan(), THIS_MACHINE);
        Resumption resumed = read(report);
        assertThat(resumed.report()).isEqualTo(report);
        assertThat(resumed.complete()).isEmpty();
        assertThat(resumed.left())
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.kind()).isEqualTo("sum-of-squares");
                    assertThat(left.compares("batch")).isTrue();
                });
    }

    @Test
    void refusesWhatIsNoReport() throws Exception {
        assertThatRefused(() -> Resumption.read(file), "cannot be read");
        Files.writeString(file, "{\"comparisons\": 1}");
        assertThatRefused(
                () -> Resumption.read(file),
                "is not a report.json that compare wrote: it is no report of a comparison");
        Files.writeString(file, "{");
        assertThatRefused(
                () -> Resumption.read(file),
                "is not a report.json that compare wrote: it is cut off");
    }

    @Test
    void refusesACompleteReport() {
        ComparisonReport complete =
                ComparisonReport.of(Instant.EPOCH, machine(THIS_MACHINE), List.of(WHOLE));
        assertThatRefused(() -> read(complete), "is complete: no round is missing");
    }

    @Test
    void refusesWhatACoordinatorWrote() {
        ComparisonReport alone =
                ComparisonReport.incomplete(
                        Instant.EPOCH, machine(THIS_MACHINE), begun(5, WHOLE.plan()), "cancelled");
        assertThatRefused(() -> read(alone), "does not list what remains to run; only a report");
    }

    @Test
    void refusesAReportWithoutItsSecrets() {
        ComparisonReport report = after(5, WHOLE.plan(), THIS_MACHINE);
        Incomplete incomplete = report.incomplete();
        assertThat(incomplete).isNotNull();
        ComparisonReport without =
                report.with(incomplete.with("interrupted", incomplete.left(), List.of("bearer")));
        assertThatRefused(() -> read(without), "lacks the secrets of its jobs (bearer)");
    }

    @Test
    void refusesAFileThatSomebodyChanged() throws Exception {
        String json = ReportJson.write(after(5, WHOLE.plan(), THIS_MACHINE));
        assertThat(json).contains("\"rounds\" : 5");
        Files.writeString(file, json.replace("\"timesFaster\" : 2", "\"timesFaster\" : 3"));
        assertThatRefused(() -> Resumption.read(file), "was changed: /comparisons/0/");
    }

    @Test
    void refusesRoundsOfOtherArms() {
        Plan other = Plan.of(TestingRounds.arms("batch", "thread-pool", "async"), 1, 3, 7);
        assertThatRefused(
                () -> read(after(5, other, THIS_MACHINE)),
                "has a round that its plan does not: number ");
    }

    @Test
    void refusesRoundsOfAnotherMachine() {
        NodeInfo other = TestingRounds.TWO_CORES.before();
        assertThatRefused(
                () -> read(after(5, WHOLE.plan(), other)),
                "was measured on A CPU with 2 cores, Linux, JDK 25, Regatta 0.1.0, but this machine"
                        + " is "
                        + THIS_MACHINE.cpu());
    }

    private Resumption read(ComparisonReport report) throws Exception {
        Files.writeString(file, ReportJson.write(report));
        return Resumption.read(file);
    }

    private void assertThatRefused(ThrowingCallable reading, String why) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(Exit.USAGE))
                .hasMessageStartingWith("--resume: " + file + " " + why);
    }

    private static ComparisonReport after(int rounds, Plan plan, NodeInfo node) {
        ComparisonReport report =
                ComparisonReport.incomplete(
                        Instant.EPOCH, machine(node), begun(rounds, plan), "interrupted");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("workload").put("kind", "sum-of-squares");
        body.putArray("modes").add("batch").add("thread-pool");
        Incomplete incomplete = report.incomplete();
        assertThat(incomplete).isNotNull();
        Left left = new Left(ReportJson.map(body), false, false);
        return report.with(incomplete.with("interrupted", List.of(left), List.of()));
    }

    private static Comparison begun(int rounds, Plan plan) {
        List<Round> some = WHOLE.rounds().subList(0, rounds);
        return new Comparison(WHOLE.title(), WHOLE.workload(), plan, some, Map.of());
    }

    private static Machine machine(NodeInfo node) {
        return new Machine(node, 0, 0, List.of());
    }
}
