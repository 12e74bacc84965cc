package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Messages;

class SystemDelayTest {
    @Test
    void namesAStarvedSystemWithItsFigures() {
        RunReport starved = report(new Messages(100, 0.31, 0.59, 0.6));

        assertThat(SystemDelay.figures(starved)).isEqualTo(Map.of("message p99", 0.59));
        assertThat(SystemDelay.unfit(starved))
                .contains(
                        "it starves its actor system: half of its messages took more than 310.0 ms,"
                                + " and 1 in 100 more than 590.0 ms");
    }

    @Test
    void blamesNoSystemForSlowMessagesThatAreFew() {
        assertThat(SystemDelay.unfit(report(new Messages(100, 0.001, 0.2, 0.4)))).isEmpty();
    }

    @Test
    void looksAtTheSlowestOfSeveralWorkersAndAtNoneWithoutASystem() {
        RunReport two =
                report(new Messages(9, 0.001, 0.002, 0.1), null, new Messages(9, 0.1, 0.2, 0.3));

        assertThat(SystemDelay.figures(two)).containsEntry("message p99", 0.2);
        assertThat(SystemDelay.figures(report((Messages) null))).isEmpty();
    }

    private static RunReport report(@Nullable Messages... felt) {
        List<RunReport.WorkerShare> workers =
                Arrays.stream(felt)
                        .map(each -> new RunReport.WorkerShare("w", 1, 1, null, each))
                        .toList();
        RunReport.Distribution none = new RunReport.Distribution(0, 0, 0, 0, 0, 0);
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
                none,
                none,
                workers);
    }
}
