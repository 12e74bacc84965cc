package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmTimes;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Figures;

/** The tables that show where the time of each arm's attempts went. */
final class TimeTables {
    private TimeTables() {}

    /**
     * Returns a table of the distributions of the four parts of an attempt's time, with four rows
     * for each arm.
     */
    static Table attempts(Analysis analysis) {
        List<Column> columns =
                List.of(
                        Column.text("mode"),
                        Column.text("per attempt"),
                        Column.number("p50"),
                        Column.number("p90"),
                        Column.number("p99"),
                        Column.number("max"));
        List<List<String>> rows = new ArrayList<>();
        for (ArmTimes arm : analysis.times()) {
            rows.add(attempts(arm, "queued", arm.queued()));
            rows.add(attempts(arm, "waited", arm.waited()));
            rows.add(attempts(arm, "ran", arm.ran()));
            rows.add(attempts(arm, "delay", arm.delay()));
        }
        return new Table(columns, rows);
    }

    private static List<String> attempts(ArmTimes arm, String name, Distribution part) {
        return List.of(
                arm.arm(),
                name,
                Figures.time(part.p50()),
                Figures.time(part.p90()),
                Figures.time(part.p99()),
                Figures.time(part.max()));
    }
}
