package regatta.coordinator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.comparison.ArmSummary;
import regatta.coordinator.comparison.Interval;
import regatta.coordinator.report.ComparisonReport.Compared;

/** Every figure of every arm, a row an arm. */
final class ComparisonCsv {
    private static final List<String> HEADER =
            List.of(
                    "workload",
                    "arm",
                    "mode",
                    "slots",
                    "tasks",
                    "rounds",
                    "median_seconds",
                    "min_seconds",
                    "max_seconds",
                    "seconds_low_95",
                    "seconds_high_95",
                    "times_faster",
                    "times_faster_low_95",
                    "times_faster_high_95",
                    "efficiency",
                    "cpu_seconds",
                    "overhead_seconds_per_task",
                    "ran_seconds_per_task",
                    "running_share",
                    "waiting_share_of_running",
                    "starved_share",
                    "drained_share",
                    "verdict");

    private ComparisonCsv() {}

    static String of(ComparisonReport report) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Compared compared : report.comparisons()) {
            for (ArmSummary arm : compared.analysis().arms()) {
                rows.add(row(compared, arm));
            }
        }
        return Csv.of(HEADER, rows);
    }

    private static List<@Nullable Object> row(Compared compared, ArmSummary arm) {
        Interval seconds = arm.secondsInterval();
        Interval faster = arm.timesFasterInterval();
        ArmSummary.Shares shares = arm.shares();
        return Arrays.asList(
                compared.comparison().title(),
                arm.arm().label(),
                arm.arm().mode(),
                arm.slots(),
                arm.tasks(),
                arm.rounds(),
                arm.medianSeconds(),
                arm.minSeconds(),
                arm.maxSeconds(),
                seconds == null ? null : seconds.low(),
                seconds == null ? null : seconds.high(),
                arm.timesFaster(),
                faster == null ? null : faster.low(),
                faster == null ? null : faster.high(),
                arm.efficiency(),
                known(arm.cpuSeconds()),
                arm.overheadSeconds(),
                arm.taskSeconds(),
                shares.running(),
                known(shares.waiting()),
                shares.starved(),
                shares.drained(),
                verdict(compared, arm.arm().label()));
    }

    private static @Nullable Object known(double value) {
        return value < 0 ? null : value;
    }

    private static String verdict(Compared compared, String label) {
        if (compared.analysis().verdict().use().equals(label)) {
            return "use";
        }
        return compared.analysis().verdict().fastest().contains(label) ? "fastest" : "slower";
    }
}
