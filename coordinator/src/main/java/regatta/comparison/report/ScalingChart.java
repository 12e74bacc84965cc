package regatta.comparison.report;

import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.Scaling;
import regatta.document.Figures;
import regatta.document.Svg;

/** Draws speed-up over slots: points with their intervals, the ideal, and the forecast apart. */
final class ScalingChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 30;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;

    private final Scaling scaling;
    private final int fewest;
    private final double mostSlots;
    private final double highest;
    private final Svg svg = new Svg();

    private ScalingChart(Scaling scaling) {
        this.scaling = scaling;
        Scaling.Forecast forecast = scaling.forecast();
        int largest = scaling.points().getLast().slots();
        fewest = scaling.points().getFirst().slots();
        mostSlots = forecast == null ? largest : Math.max(largest, forecast.slots());
        double top = scaling.points().stream().mapToDouble(Scaling.Point::speedUp).max().orElse(1);
        highest = Math.max(1, 1.15 * (forecast == null ? top : Math.max(top, forecast.speedUp())));
    }

    static String of(Scaling scaling) {
        return new ScalingChart(scaling).draw();
    }

    private String draw() {
        svg.text(LEFT, 14, "quiet", "start", "times as fast as with " + slots(fewest));
        svg.line(x(0), y(0), x(mostSlots), y(0), "axis");
        svg.line(x(0), y(0), x(0), y(highest), "axis");
        double ideal = Math.min(mostSlots, highest * fewest);
        svg.line(x(0), y(0), x(ideal), y(ideal / fewest), "one");
        svg.text(x(ideal) - 6, y(ideal / fewest) + 14, "quiet", "end", "ideal");
        Scaling.@Nullable Point before = null;
        for (Scaling.Point point : scaling.points()) {
            if (before != null) {
                svg.line(
                        x(before.slots()),
                        y(before.speedUp()),
                        x(point.slots()),
                        y(point.speedUp()),
                        "path");
            }
            point(point.slots(), point.speedUp(), point.interval(), "bar");
            before = point;
        }
        forecast();
        svg.text(x(mostSlots), HEIGHT - 2, "quiet", "end", "slots");
        return svg.element(WIDTH, HEIGHT, "Speed-up by slots of " + scaling.arms());
    }

    private void forecast() {
        Scaling.Forecast forecast = scaling.forecast();
        if (forecast != null) {
            point(forecast.slots(), forecast.speedUp(), forecast.interval(), "reference");
            svg.text(
                    x(forecast.slots()) - 10,
                    y(forecast.speedUp()) + 4,
                    "quiet",
                    "end",
                    "extrapolated");
        }
    }

    private void point(int slots, double speedUp, @Nullable Interval interval, String type) {
        if (interval != null) {
            svg.line(x(slots), y(interval.low()), x(slots), y(interval.high()), "whisker");
        }
        svg.box(
                x(slots) - 4,
                y(speedUp) - 4,
                8,
                8,
                type,
                slots(slots) + ": " + Figures.ratio(speedUp));
        svg.text(x(slots), HEIGHT - BOTTOM + 18, "value", "middle", String.valueOf(slots));
        svg.text(x(slots), y(speedUp) - 10, "value", "middle", Figures.ratio(speedUp));
    }

    private static String slots(int count) {
        return Figures.counted(count, "slot");
    }

    private double x(double slots) {
        return LEFT + (WIDTH - LEFT - RIGHT) * slots / mostSlots;
    }

    /** What is beyond the drawing is drawn at its edge. */
    private double y(double speedUp) {
        double part = Math.clamp(speedUp / highest, 0, 1);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
    }
}
