package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Figures;

/** Where the time of each arm went: that of its slots, and that of its attempts. */
final class TimeTables {
    private TimeTables() {}

    /** What the slots of each arm did; all parts but the mean task add up to all. */
    static Table slots(Analysis analysis) {
        List<Column> columns =
                List.of(
                        Column.text("where slot time went"),
                        Column.number("on\nCPU"),
                        Column.number("no\ncore"),
                        Column.number("wait-\ning"),
                        Column.number("hand-\nover"),
                        Column.number("none\nready"),
                        Column.number("drained"),
                        Column.number("mean\ntask"));
        return new Table(columns, analysis.arms().stream().map(TimeTables::slots).toList());
    }

    private static List<String> slots(ArmSummary arm) {
        ArmSummary.Shares shares = arm.shares();
        return List.of(
                arm.arm().label(),
                Figures.percent(part(shares, shares.onCpu())),
                Figures.percent(part(shares, shares.ready())),
                Figures.percent(part(shares, shares.waiting())),
                Figures.percent(shares.handOver()),
                Figures.percent(shares.noneReady()),
                Figures.percent(shares.drained()),
                Figures.time(arm.taskSeconds()));
    }

    private static double part(ArmSummary.Shares shares, double ofRunning) {
        return ofRunning < 0 ? -1 : shares.running() * ofRunning;
    }

    /** How the parts of an attempt's time are distributed, four rows an arm. */
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
