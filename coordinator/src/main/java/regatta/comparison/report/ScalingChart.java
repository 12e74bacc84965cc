package regatta.comparison.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.LawFit;
import regatta.comparison.plan.Scaling;
import regatta.document.Document.Picture;
import regatta.document.Figures;
import regatta.document.Strips;
import regatta.document.Svg;

/**
 * Draws how the speed-up grows with the number of slots: measured points with their intervals, the
 * fitted law, the ideal line, and the forecast as a separate point.
 */
final class ScalingChart {
    private static final double HEIGHT = 300;
    private static final double TOP = 16;
    private static final double BOTTOM = 28;
    private static final double LEFT = 4;
    private static final double RIGHT = 96;
    private static final int STEPS = 48;

    private final Scaling scaling;
    private final int fewest;
    private final int measured;
    private final double mostSlots;
    private final double highest;
    private final Svg svg = new Svg();

    private ScalingChart(Scaling scaling) {
        this.scaling = scaling;
        fewest = scaling.points().getFirst().slots();
        measured = scaling.points().getLast().slots();
        Scaling.Forecast forecast = scaling.forecast();
        mostSlots = forecast == null ? measured : Math.max(measured, forecast.slots());
        double top = scaling.points().stream().mapToDouble(Scaling.Point::speedUp).max().orElse(1);
        highest = Math.max(1, 1.2 * (forecast == null ? top : Math.max(top, forecast())));
    }

    static Picture of(Scaling scaling) {
        return new ScalingChart(scaling).draw();
    }

    private Picture draw() {
        axes();
        double ideal = Math.min(mostSlots, highest * fewest);
        svg.line(x(fewest), y(1), x(ideal), y(ideal / fewest), "ideal");
        svg.text(x(ideal), y(ideal / fewest) - 6, "quiet", "end", "ideal");
        fit().ifPresent(this::curve);
        for (Scaling.Point point : scaling.points()) {
            point(point.slots(), point.speedUp(), point.interval(), "best");
        }
        Scaling.Forecast forecast = scaling.forecast();
        if (forecast != null) {
            double scale = forecast() / forecast.speedUp();
            Interval of = forecast.interval();
            Interval interval = new Interval(of.low() * scale, of.high() * scale);
            svg.line(
                    x((measured + mostSlots) / 2),
                    TOP,
                    x((measured + mostSlots) / 2),
                    y(0),
                    "grid");
            svg.text(x(mostSlots), TOP - 4, "quiet", "end", "extrapolated");
            point(forecast.slots(), forecast(), interval, "rest");
        }
        String label = "Speed-up by slots of " + scaling.arms();
        Strips strips = new Strips(false);
        strips.row("times as fast as with " + slots(fewest), svg.element(HEIGHT, label), "", false);
        return strips.picture();
    }

    private void axes() {
        svg.line(x(fewest), y(0), 100, y(0), "grid");
        double step = highest > 8 ? Math.ceil(highest / 4) : highest > 3 ? 1 : 0.5;
        for (double tick = 0; tick <= highest; tick += step) {
            svg.line(LEFT, y(tick), 100, y(tick), "grid");
            svg.text(LEFT - 1, y(tick) + 4, "quiet", "end", Figures.number(tick));
        }
    }

    /**
     * Returns the fitted law with the largest number of terms, which contains the simpler law as a
     * special case; empty if no law was fitted.
     */
    private Optional<LawFit> fit() {
        List<LawFit> laws = scaling.laws();
        return laws.isEmpty() ? Optional.empty() : Optional.of(laws.getLast());
    }

    private void curve(LawFit law) {
        double before = fewest;
        for (int step = 1; step <= STEPS; step++) {
            double slots = fewest + (mostSlots - fewest) * step / STEPS;
            svg.line(
                    x(before),
                    y(speedUp(law, before)),
                    x(slots),
                    y(speedUp(law, slots)),
                    before < measured ? "fit" : "fit beyond");
            before = slots;
        }
    }

    /**
     * Returns the speed-up of {@code slots} slots by the law, relative to the smallest measured
     * number of slots.
     */
    private double speedUp(LawFit law, double slots) {
        return time(law, fewest) / time(law, slots);
    }

    private static double time(LawFit law, double slots) {
        double serial = law.serial().value();
        return (1 - serial) / slots + serial + law.crosstalk().value() * (slots - 1);
    }

    /**
     * Returns the forecast speed-up relative to the smallest measured number of slots; 0 if there
     * is no forecast. The forecast itself is relative to one slot.
     */
    private double forecast() {
        Scaling.Forecast forecast = scaling.forecast();
        if (forecast == null) {
            return 0;
        }
        return forecast.speedUp() * fit().map(law -> time(law, fewest) / time(law, 1)).orElse(1.0);
    }

    private void point(int slots, double speedUp, @Nullable Interval interval, String type) {
        if (interval != null) {
            svg.line(x(slots), y(interval.low()), x(slots), y(interval.high()), type + " interval");
        }
        String ratio = Figures.ratio(speedUp) + "×";
        svg.dot(x(slots), y(speedUp), 5, type, slots(slots) + ": " + ratio);
        svg.text(x(slots), HEIGHT - 8, "value", "middle", slots(slots));
        boolean last = x(slots) > 80;
        svg.text(
                x(slots) + (last ? -1.5 : 1),
                y(speedUp) + 16,
                "value",
                last ? "end" : "start",
                ratio);
    }

    private static String slots(int count) {
        return Figures.counted(count, "slot");
    }

    private double x(double slots) {
        double span = Math.max(1, mostSlots - fewest);
        return LEFT + 3 + (RIGHT - LEFT - 6) * (slots - fewest) / span;
    }

    /**
     * Returns the vertical position of a speed-up. A speed-up outside the drawing gets the position
     * of the drawing's nearer edge.
     */
    private double y(double speedUp) {
        double part = Math.clamp(speedUp / highest, 0, 1);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
    }
}
