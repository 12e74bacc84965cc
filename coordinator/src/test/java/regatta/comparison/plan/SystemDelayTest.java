package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Messages;

class SystemDelayTest {
    @Test
    void namesASystemWhoseMessagesWaitForTasksInMostRounds() {
        RunReport downloads = report(0.6, new Messages(240, 0.001, 0.604, 0.61));
        RunReport sums = report(0.17, new Messages(90, 0.13, 0.37, 0.37));

        assertThat(SystemDelay.figures(downloads)).isEqualTo(Map.of("message p99", 0.604));
        assertThat(unfit(downloads, downloads, downloads))
                .contains(
                        "it starves its actor system: 1 in 100 messages took 604.0 ms or more in 3"
                                + " of 3 rounds, because they wait for tasks");
        assertThat(unfit(downloads, sums, quiet(), report(0.6)))
                .hasValueSatisfying(why -> assertThat(why).contains("370.0 ms", "2 of 3 rounds"));
    }

    @Test
    void blamesNoSystemForAPauseThatFewRoundsHave() {
        RunReport paused = report(0.05, new Messages(100, 0.001, 0.2, 0.4));

        assertThat(unfit(paused, quiet())).isEmpty();
        assertThat(unfit(paused, paused, quiet())).isPresent();
    }

    @Test
    void blamesNoSystemForABusyMachine() {
        RunReport shortTasks = report(0.005, new Messages(100, 0.001, 0.023, 0.03));
        RunReport longTasks = report(0.38, new Messages(100, 0.001, 0.06, 0.08));

        assertThat(unfit(shortTasks, longTasks)).isEmpty();
        assertThat(unfit()).isEmpty();
        assertThat(unfit(report(0.6))).isEmpty();
    }

    @Test
    void blamesASystemForMessagesThatWaitLongEvenIfTasksTakeFarLonger() {
        assertThat(unfit(report(60, new Messages(9_000, 0.1, 7.5, 8)))).isPresent();
    }

    @Test
    void looksAtTheSlowestOfSeveralWorkersAndAtNoneWithoutASystem() {
        RunReport two =
                report(
                        0.1,
                        new Messages(9, 0.001, 0.002, 0.1),
                        null,
                        new Messages(9, 0.1, 0.2, 0.3));

        assertThat(SystemDelay.figures(two)).containsEntry("message p99", 0.2);
        assertThat(SystemDelay.figures(report(0.1, (Messages) null))).isEmpty();
    }

    private static RunReport quiet() {
        return report(0.17, new Messages(90, 0.0001, 0.0034, 0.004));
    }

    private static Optional<String> unfit(RunReport... rounds) {
        return SystemDelay.unfit(
                Arrays.stream(rounds)
                        .map(report ->
                                new Round("m", 0, false, "j", TestingRounds.quiet(1), report))
                        .toList());
    }

    private static RunReport report(double taskSeconds, @Nullable Messages... felt) {
        List<RunReport.WorkerShare> workers =
                Arrays.stream(felt)
                        .map(each -> new RunReport.WorkerShare("w", 1, 1, null, each))
                        .toList();
        RunReport.Distribution none = new RunReport.Distribution(0, 0, 0, 0, 0, 0);
        double t = taskSeconds;
        RunReport.Distribution ran = new RunReport.Distribution(t, t, t, t, t, t);
        return new RunReport(
                "m",
                1,
                1,
                1,
                0,
                1,
                1,
                false,
                new RunReport.SlotAccount(1, 0, 0),
                none,
                none,
                ran,
                none,
                workers);
    }
}
