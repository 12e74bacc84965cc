package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.LawFit;
import regatta.comparison.plan.Scaling;
import regatta.document.Document.Block;
import regatta.document.Document.Caption;
import regatta.document.Document.Column;
import regatta.document.Document.Heading;
import regatta.document.Document.Notes;
import regatta.document.Document.Paragraph;
import regatta.document.Document.Table;
import regatta.document.Figures;

/** The part of a page that shows how speed grows with the number of slots. */
final class ScalingPart {
    private ScalingPart() {}

    static List<Block> of(Analysis analysis) {
        List<Block> blocks = new ArrayList<>();
        for (Scaling scaling : analysis.scalings()) {
            blocks.add(new Heading("Scaling of " + scaling.arms()));
            blocks.add(new Paragraph(scaling.sentence()));
            blocks.add(
                    new Caption(
                            "A dot is a number of slots that was measured, its line the 95 % interval."
                                    + " The curve is the law that fits best; it is broken where nothing"
                                    + " was measured. The dotted line is what slots would give that"
                                    + " cost nothing."));
            blocks.add(ScalingChart.of(scaling));
            blocks.add(points(scaling));
            if (!scaling.laws().isEmpty()) {
                blocks.add(new Notes(scaling.laws().stream().map(ScalingPart::law).toList()));
            }
        }
        return blocks;
    }

    private static Table points(Scaling scaling) {
        List<Column> columns =
                List.of(
                        Column.text("slots"),
                        Column.number("speed-up"),
                        Column.number("95 % interval"),
                        Column.number("efficiency"));
        List<List<String>> rows = new ArrayList<>();
        for (Scaling.Point point : scaling.points()) {
            Interval interval = point.interval();
            rows.add(
                    List.of(
                            String.valueOf(point.slots()),
                            Figures.ratio(point.speedUp()),
                            interval == null
                                    ? Figures.NONE
                                    : Figures.ratios(interval.low(), interval.high()),
                            Figures.percent(point.efficiency())));
        }
        Scaling.Forecast forecast = scaling.forecast();
        if (forecast != null) {
            rows.add(
                    List.of(
                            forecast.slots() + " (extrapolated)",
                            Figures.ratio(forecast.speedUp()),
                            Figures.ratios(forecast.interval().low(), forecast.interval().high()),
                            Figures.percent(forecast.speedUp() / forecast.slots())));
        }
        return new Table(columns, rows);
    }

    private static String law(LawFit fit) {
        return switch (fit.law()) {
            case AMDAHL -> "Amdahl's law: serial part " + estimate(fit.serial());
            case UNIVERSAL_SCALABILITY ->
                    "Universal Scalability Law: contention %s, crosstalk %s"
                            .formatted(estimate(fit.serial()), estimate(fit.crosstalk()));
        };
    }

    private static String estimate(LawFit.Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%.1f %% (95 %% %.1f to %.1f %%)",
                estimate.value() * 100,
                estimate.interval().low() * 100,
                estimate.interval().high() * 100);
    }
}
