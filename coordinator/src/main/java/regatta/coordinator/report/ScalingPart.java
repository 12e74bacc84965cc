package regatta.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import regatta.coordinator.comparison.Analysis;
import regatta.coordinator.comparison.Interval;
import regatta.coordinator.comparison.LawFit;
import regatta.coordinator.comparison.Scaling;
import regatta.coordinator.report.Document.Block;
import regatta.coordinator.report.Document.Column;
import regatta.coordinator.report.Document.Heading;
import regatta.coordinator.report.Document.Notes;
import regatta.coordinator.report.Document.Paragraph;
import regatta.coordinator.report.Document.Picture;
import regatta.coordinator.report.Document.Table;

/** The part of a page that shows how arms grow with their slots. */
final class ScalingPart {
    private ScalingPart() {}

    static List<Block> of(Analysis analysis) {
        List<Block> blocks = new ArrayList<>();
        for (Scaling scaling : analysis.scalings()) {
            blocks.add(new Heading("Scaling of " + scaling.arms()));
            blocks.add(new Paragraph(scaling.sentence()));
            blocks.add(new Picture(ScalingChart.of(scaling)));
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
                            interval == null ? Figures.NONE : Figures.ratio(interval),
                            Figures.percent(point.efficiency())));
        }
        Scaling.Forecast forecast = scaling.forecast();
        if (forecast != null) {
            rows.add(
                    List.of(
                            forecast.slots() + " (extrapolated)",
                            Figures.ratio(forecast.speedUp()),
                            Figures.ratio(forecast.interval()),
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
