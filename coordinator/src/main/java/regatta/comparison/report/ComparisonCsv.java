package regatta.comparison.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Disturbance;
import regatta.comparison.plan.Grain;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.LawFit;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.NodeGroup;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.Scaling;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.document.Csv;
import regatta.protocol.NodeInfo;
import regatta.workload.Figure;

/**
 * Every figure: a row an arm, then a row a round, then a row for the nodes of each pool on each
 * machine. What is said of a whole workload, or of all sizes of a mode, stands in the row of each
 * of its arms.
 */
final class ComparisonCsv {
    private final Machine machine;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    private ComparisonCsv(Machine machine) {
        this.machine = machine;
    }

    static String of(ComparisonReport report) {
        ComparisonCsv csv = new ComparisonCsv(report.machine());
        report.comparisons().forEach(csv::arms);
        report.comparisons().forEach(csv::rounds);
        report.machine().nodes().forEach(csv::nodes);
        Set<String> header = new LinkedHashSet<>();
        csv.rows.forEach(row -> header.addAll(row.keySet()));
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Map<String, @Nullable Object> row : csv.rows) {
            List<@Nullable Object> line = new ArrayList<>();
            header.forEach(name -> line.add(row.get(name)));
            cells.add(line);
        }
        return Csv.of(List.copyOf(header), cells);
    }

    private void arms(Compared compared) {
        Analysis analysis = compared.analysis();
        for (int i = 0; i < analysis.arms().size(); i++) {
            Map<String, @Nullable Object> row = row("arm", compared.comparison().title());
            ArmSummary arm = analysis.arms().get(i);
            summary(arm, row);
            times(analysis.times().get(i), row);
            String label = arm.arm().label();
            row.put("verdict", verdict(analysis, label));
            figures(compared.comparison().plan().measure().others(), arm.figures(), row);
            row.put("answer", answer(analysis, label));
            row.put("unfit", analysis.unfit().get(label));
            grain(analysis, label, row);
            scaling(analysis, label, row);
            busy(machine.before(), machine.loadDuring(), machine.stealDuring(), row);
            row.put("level", analysis.verdict().level());
            row.put("sentence", analysis.verdict().sentence());
            row.put("warnings", String.join(" ", analysis.warnings()));
        }
    }

    private void rounds(Compared compared) {
        int first = compared.comparison().firstCounted();
        for (Round round : compared.comparison().rounds()) {
            Map<String, @Nullable Object> row = row("round", compared.comparison().title());
            Conditions conditions = round.conditions();
            row.put("arm", round.arm());
            row.put("mode", round.report().mode());
            row.put("slots", round.report().slots());
            row.put("cores", conditions.cores() == 0 ? null : conditions.cores());
            row.put("tasks", round.report().tasks());
            row.put("cpu_seconds", known(round.report().cpuSeconds()));
            spread("delay", round.report().delay(), row);
            row.put("block", round.block());
            Set<Disturbance> disturbances = compared.comparison().disturbances(round);
            row.put("counted", round.block() >= first && disturbances.isEmpty());
            row.put(
                    "disturbed",
                    disturbances.stream().map(Enum::name).collect(Collectors.joining(" ")));
            row.put("attempts", round.report().attempts());
            row.put("repeated_attempts", round.report().repeatedAttempts());
            row.put("wall_seconds", round.report().wallSeconds());
            figures(compared.comparison().plan().measure().figures(), round.figures(), row);
            row.put("elapsed_seconds", conditions.elapsedSeconds());
            row.put("others_share", conditions.others());
            row.put("foreign_share", known(conditions.foreign()));
            row.put("foreign_seconds", conditions.foreignSeconds());
            row.put("processor_seconds", conditions.processorSeconds());
        }
    }

    /** What outputs say in numbers: a time has its unit in its name, as all times here. */
    private static void figures(
            List<Figure> figures, Map<String, Double> values, Map<String, @Nullable Object> row) {
        for (Figure figure : figures) {
            String unit = figure.unit().equals("s") ? "_seconds" : "";
            row.put(figure.name().replace(' ', '_') + unit, values.get(figure.name()));
        }
    }

    private static @Nullable String answer(Analysis analysis, String arm) {
        return analysis.answers().stream()
                .filter(answer -> answer.arms().contains(arm))
                .map(answer -> String.join("; ", answer.lines()))
                .findFirst()
                .orElse(null);
    }

    private void nodes(NodeGroup group) {
        Map<String, @Nullable Object> row = row("nodes", "");
        row.put("mode", group.pool());
        row.put("cores", group.before().cores());
        row.put("host", group.host());
        row.put("nodes", group.nodes());
        busy(group.before(), group.loadDuring(), group.stealDuring(), row);
    }

    private static void busy(
            NodeInfo before,
            double loadDuring,
            double stealDuring,
            Map<String, @Nullable Object> row) {
        row.put("load_before", known(before.load()));
        row.put("load_during", known(loadDuring));
        row.put("steal_before", known(before.steal()));
        row.put("steal_during", known(stealDuring));
    }

    private Map<String, @Nullable Object> row(String kind, String title) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        rows.add(row);
        row.put("workload", title);
        row.put("row", kind);
        return row;
    }

    private static void summary(ArmSummary arm, Map<String, @Nullable Object> row) {
        row.put("arm", arm.arm().label());
        row.put("mode", arm.arm().mode());
        row.put("slots", arm.slots());
        row.put("cores", arm.cores());
        row.put("tasks", arm.tasks());
        row.put("rounds", arm.rounds());
        row.put("median_seconds", arm.medianSeconds());
        row.put("min_seconds", arm.minSeconds());
        row.put("max_seconds", arm.maxSeconds());
        interval("seconds", arm.secondsInterval(), row);
        row.put("times_faster", arm.timesFaster());
        interval("times_faster", arm.timesFasterInterval(), row);
        row.put("efficiency", arm.efficiency());
        row.put("cpu_seconds", known(arm.cpuSeconds()));
        row.put("overhead_seconds_per_task", arm.overheadSeconds());
        row.put("ran_seconds_per_task", arm.taskSeconds());
        row.put("running_share", arm.shares().running());
        row.put("waiting_share_of_running", known(arm.shares().waiting()));
        row.put("hand_over_share", arm.shares().handOver());
        row.put("none_ready_share", arm.shares().noneReady());
        row.put("on_cpu_share_of_running", known(arm.shares().onCpu()));
        row.put("ready_share_of_running", known(arm.shares().ready()));
        row.put("cores_taken_share", arm.hindrances().coresTaken());
        row.put("throttled_share", arm.hindrances().throttled());
        row.put("drained_share", arm.shares().drained());
    }

    private static void times(ArmTimes times, Map<String, @Nullable Object> row) {
        row.put("attempts", times.attempts());
        row.put("repeated_share", times.repeated());
        spread("queued", times.queued(), row);
        spread("waited", times.waited(), row);
        spread("ran", times.ran(), row);
        spread("delay", times.delay(), row);
    }

    private static void grain(Analysis analysis, String label, Map<String, @Nullable Object> row) {
        Grain grain = find(analysis.grains(), each -> each.arm().equals(label));
        row.put("lost_seconds_per_task", grain == null ? null : grain.lostSeconds());
        row.put("shortest_task_seconds", grain == null ? null : grain.shortestTaskSeconds());
    }

    private static void scaling(
            Analysis analysis, String label, Map<String, @Nullable Object> row) {
        Scaling.Point point = null;
        Scaling family = null;
        for (Scaling scaling : analysis.scalings()) {
            Scaling.Point own = find(scaling.points(), each -> each.arm().equals(label));
            point = own == null ? point : own;
            family = own == null ? family : scaling;
        }
        row.put("speed_up", point == null ? null : point.speedUp());
        interval("speed_up", point == null ? null : point.interval(), row);
        row.put("speed_up_per_slot", point == null ? null : point.efficiency());
        List<LawFit> laws = family == null ? List.of() : family.laws();
        LawFit amdahl = find(laws, law -> law.law() == LawFit.Law.AMDAHL);
        LawFit usl = find(laws, law -> law.law() == LawFit.Law.UNIVERSAL_SCALABILITY);
        estimate("amdahl_serial", amdahl == null ? null : amdahl.serial(), row);
        estimate("usl_contention", usl == null ? null : usl.serial(), row);
        estimate("usl_crosstalk", usl == null ? null : usl.crosstalk(), row);
        Scaling.Forecast forecast = family == null ? null : family.forecast();
        row.put("forecast_slots", forecast == null ? null : forecast.slots());
        row.put("forecast_speed_up", forecast == null ? null : forecast.speedUp());
        interval("forecast_speed_up", forecast == null ? null : forecast.interval(), row);
        row.put("scaling", family == null ? null : family.sentence());
    }

    private static void estimate(
            String name, LawFit.@Nullable Estimate estimate, Map<String, @Nullable Object> row) {
        row.put(name, estimate == null ? null : estimate.value());
        interval(name, estimate == null ? null : estimate.interval(), row);
    }

    private static void interval(
            String name, @Nullable Interval interval, Map<String, @Nullable Object> row) {
        row.put(name + "_low_95", interval == null ? null : interval.low());
        row.put(name + "_high_95", interval == null ? null : interval.high());
    }

    private static void spread(String name, Distribution part, Map<String, @Nullable Object> row) {
        row.put(name + "_seconds_p50", part.p50());
        row.put(name + "_seconds_p90", part.p90());
        row.put(name + "_seconds_p99", part.p99());
        row.put(name + "_seconds_max", part.max());
        row.put(name + "_seconds_mean", part.mean());
        row.put(name + "_seconds_total", part.total());
    }

    private static <T> @Nullable T find(Collection<T> all, Predicate<T> which) {
        return all.stream().filter(which).findFirst().orElse(null);
    }

    private static @Nullable Object known(double value) {
        return value < 0 ? null : value;
    }

    private static String verdict(Analysis analysis, String label) {
        if (analysis.verdict().use().equals(label)) {
            return "use";
        }
        return analysis.verdict().fastest().contains(label) ? "fastest" : "slower";
    }
}
