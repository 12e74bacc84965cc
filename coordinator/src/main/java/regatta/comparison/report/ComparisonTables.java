package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.RunReport;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Figures;
import regatta.workload.Figure;

/** The tables of a comparison. */
final class ComparisonTables {
    private ComparisonTables() {}

    /** Returns a table of all rounds as measured, in the order in which the rounds ran. */
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

    private static String figure(Figure figure, Map<String, Double> values) {
        Double value = values.get(figure.name());
        return value == null ? Figures.NONE : Measure.shown(figure, value);
    }

    private static String number(Round round, int warmUps, boolean disturbed) {
        String number = String.valueOf(round.block() + 1 - warmUps);
        if (round.block() < warmUps) {
            return "warm-up";
        }
        return disturbed ? number + " disturbed" : number;
    }
}
