package regatta.coordinator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.comparison.ArmSummary;
import regatta.coordinator.comparison.ArmTimes;
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
                    "repeated_share",
                    "queued_seconds_p50",
                    "queued_seconds_p90",
                    "queued_seconds_p99",
                    "queued_seconds_max",
                    "waited_seconds_p50",
                    "waited_seconds_p90",
                    "waited_seconds_p99",
                    "waited_seconds_max",
                    "ran_seconds_p50",
                    "ran_seconds_p90",
                    "ran_seconds_p99",
                    "ran_seconds_max",
                    "overhead_seconds_p50",
                    "overhead_seconds_p90",
                    "overhead_seconds_p99",
                    "overhead_seconds_max",
                    "verdict");

    private ComparisonCsv() {}

    static String of(ComparisonReport report) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Compared compared : report.comparisons()) {
            List<ArmSummary> arms = compared.analysis().arms();
            for (int i = 0; i < arms.size(); i++) {
                List<@Nullable Object> row = new ArrayList<>(row(arms.get(i), compared));
                ArmTimes times = compared.analysis().times().get(i);
                row.add(times.repeated());
                Stream.of(times.queued(), times.waited(), times.ran(), times.overhead())
                        .forEach(part ->
                                row.addAll(
                                        List.of(part.p50(), part.p90(), part.p99(), part.max())));
                row.add(verdict(compared, arms.get(i).arm().label()));
                rows.add(row);
            }
        }
        return Csv.of(HEADER, rows);
    }

    private static List<@Nullable Object> row(ArmSummary arm, Compared compared) {
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
                shares.drained());
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
