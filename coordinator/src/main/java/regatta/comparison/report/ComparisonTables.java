package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.RunReport;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Figures;
import regatta.document.Figures.Scale;
import regatta.workload.Figure;

/** The tables of a comparison. */
final class ComparisonTables {
    private ComparisonTables() {}

    /** The figures that decide, a row an arm. */
    static Table main(Comparison comparison, Analysis analysis) {
        Measure measure = comparison.plan().measure();
        List<ArmSummary> arms = analysis.arms();
        Scale wall = scale(arms, ArmSummary::medianSeconds);
        Scale cpu = scale(arms, ArmSummary::cpuSeconds);
        boolean time = measure.isWallTime();
        String compared = time ? "median" : measure.compared().name();
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("mode"));
        columns.add(Column.number("slots"));
        columns.add(Column.number(compared + "\n" + wall.unit().symbol));
        columns.add(Column.number("95 % interval\n" + wall.unit().symbol));
        columns.add(Column.number(time ? "times\nfaster" : "times\nbetter"));
        if (time) {
            columns.add(Column.number("effi-\nciency"));
        }
        columns.add(Column.number("CPU\n" + cpu.unit().symbol));
        if (time) {
            columns.add(Column.number("overhead\nper task"));
        }
        measure.others().forEach(figure -> columns.add(Column.number(figure.name())));
        return new Table(columns, arms.stream().map(arm -> row(arm, measure, wall, cpu)).toList());
    }

    private static List<String> row(ArmSummary arm, Measure measure, Scale wall, Scale cpu) {
        List<String> cells = new ArrayList<>();
        cells.add(arm.arm().label());
        cells.add(String.valueOf(arm.slots()));
        cells.add(wall.number(arm.medianSeconds()));
        cells.add(ends(wall, arm.secondsInterval()));
        cells.add(Figures.ratio(arm.timesFaster()));
        if (measure.isWallTime()) {
            cells.add(Figures.percent(arm.efficiency()));
        }
        String share = arm.cpuShared() && arm.cpuSeconds() >= 0 ? "~" : "";
        cells.add(share + cpu.number(arm.cpuSeconds()));
        if (measure.isWallTime()) {
            cells.add(Figures.time(arm.overheadSeconds()));
        }
        measure.others().forEach(figure -> cells.add(figure(figure, arm.figures())));
        return cells;
    }

    private static String figure(Figure figure, Map<String, Double> values) {
        Double value = values.get(figure.name());
        return value == null ? Figures.NONE : Measure.shown(figure, value);
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null ? Figures.NONE : Figures.ratios(interval.low(), interval.high());
    }

    private static Scale scale(List<ArmSummary> arms, ToDoubleFunction<ArmSummary> seconds) {
        return Scale.of(arms.stream().mapToDouble(seconds).toArray());
    }

    private static String ends(Scale scale, @Nullable Interval interval) {
        return interval == null
                ? Figures.NONE
                : scale.number(interval.low()) + "–" + scale.number(interval.high());
    }

    /** How far rounds of one arm lie apart, and how sure its speed-up is. */
    static Table spread(Analysis analysis) {
        Scale wall = scale(analysis.arms(), ArmSummary::minSeconds);
        List<Column> columns =
                List.of(
                        Column.text("mode"),
                        Column.number("cores"),
                        Column.number("counted rounds"),
                        Column.number("fastest " + wall.unit().symbol),
                        Column.number("slowest " + wall.unit().symbol),
                        Column.number("times faster"),
                        Column.number("95 % interval of times faster"));
        return new Table(
                columns,
                analysis.arms().stream()
                        .map(arm ->
                                List.of(
                                        arm.arm().label(),
                                        Figures.cores(arm.cores()),
                                        String.valueOf(arm.rounds()),
                                        wall.number(arm.minSeconds()),
                                        wall.number(arm.maxSeconds()),
                                        Figures.ratio(arm.timesFaster()),
                                        interval(arm.timesFasterInterval())))
                        .toList());
    }

    /** Each round as it was measured, in the order in which they ran. */
    static Table rounds(Comparison comparison) {
        List<Column> columns =
                new ArrayList<>(
                        List.of(
                                Column.text("round"),
                                Column.text("mode"),
                                Column.number("wall"),
                                Column.number("CPU"),
                                Column.number("slots"),
                                Column.number("attempts"),
                                Column.number("repeated"),
                                Column.number("delay p50"),
                                Column.number("delay p99"),
                                Column.number("elapsed"),
                                Column.number("jobs of others"),
                                Column.number("other programs")));
        List<Figure> figures = comparison.plan().measure().figures();
        figures.forEach(figure -> columns.add(Column.number(figure.name())));
        List<List<String>> rows = new ArrayList<>();
        int warmUps = comparison.firstCounted();
        for (Round round : comparison.rounds()) {
            RunReport report = round.report();
            String number = number(round, warmUps, !comparison.disturbances(round).isEmpty());
            List<String> cells =
                    new ArrayList<>(
                            List.of(
                                    number,
                                    round.arm(),
                                    Figures.time(report.wallSeconds()),
                                    Figures.time(report.cpuSeconds()),
                                    String.valueOf(report.slots()),
                                    String.valueOf(report.attempts()),
                                    String.valueOf(report.repeatedAttempts()),
                                    Figures.time(report.delay().p50()),
                                    Figures.time(report.delay().p99()),
                                    Figures.time(round.conditions().elapsedSeconds()),
                                    Figures.percent(round.conditions().others()),
                                    Figures.percent(round.conditions().foreign())));
            figures.forEach(each -> cells.add(figure(each, round.figures())));
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    private static String number(Round round, int warmUps, boolean disturbed) {
        String number = String.valueOf(round.block() + 1 - warmUps);
        if (round.block() < warmUps) {
            return "warm-up";
        }
        return disturbed ? number + " disturbed" : number;
    }
}
