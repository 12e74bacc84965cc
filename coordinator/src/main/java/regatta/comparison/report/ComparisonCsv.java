package regatta.comparison.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Disturbance;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.NodeGroup;
import regatta.comparison.plan.Round;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.document.Csv;
import regatta.protocol.NodeInfo;
import regatta.workload.Figure;

/**
 * Writes a report as CSV: first a row for each arm, then a row for each round, then a row for each
 * pool on each machine. If several arms share a value, such as the verdict's sentence, the value
 * stands in the row of each arm.
 */
final class ComparisonCsv {
    private final Machine machine;
    private final Catalogue catalogue;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    private ComparisonCsv(Machine machine, Catalogue catalogue) {
        this.machine = machine;
        this.catalogue = catalogue;
    }

    static String of(ComparisonReport report, Catalogue catalogue) {
        ComparisonCsv csv = new ComparisonCsv(report.machine(), catalogue);
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
        Measure measure = compared.comparison().plan().measure();
        for (MeasuredArm arm : MeasuredArm.all(analysis)) {
            Map<String, @Nullable Object> row = row("arm", compared.comparison().title());
            row.put("arm", arm.label());
            for (ArmFigure figure : catalogue.by(measure).figures()) {
                put(figure, figure.known(arm), row);
            }
            busy(machine.before(), machine.loadDuring(), machine.stealDuring(), row);
            row.put("level", analysis.verdict().level());
            row.put("sentence", analysis.verdict().sentence());
            row.put("warnings", String.join(" ", analysis.warnings()));
        }
    }

    private static void put(
            ArmFigure figure, @Nullable Object value, Map<String, @Nullable Object> row) {
        if (figure.interval()) {
            Interval interval = (Interval) value;
            row.put(figure.name() + "_low_95", interval == null ? null : interval.low());
            row.put(figure.name() + "_high_95", interval == null ? null : interval.high());
        } else {
            row.put(figure.name(), value);
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

    /** Adds to the row the figures that the output of a round contains. */
    private static void figures(
            List<Figure> figures, Map<String, Double> values, Map<String, @Nullable Object> row) {
        for (Figure figure : figures) {
            row.put(Catalogue.column(figure), values.get(figure.name()));
        }
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

    private static void spread(String name, Distribution part, Map<String, @Nullable Object> row) {
        row.put(name + "_seconds_p50", part.p50());
        row.put(name + "_seconds_p90", part.p90());
        row.put(name + "_seconds_p99", part.p99());
        row.put(name + "_seconds_max", part.max());
        row.put(name + "_seconds_mean", part.mean());
        row.put(name + "_seconds_total", part.total());
    }

    private static @Nullable Object known(double value) {
        return value < 0 ? null : value;
    }
}
