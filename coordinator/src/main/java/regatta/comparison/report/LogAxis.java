package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import regatta.document.Figures;
import regatta.document.Svg;

/**
 * A logarithmic axis for ratios: equal distances are equal factors.
 *
 * @param low the ratio at the left end
 * @param high the ratio at the right end
 */
record LogAxis(double low, double high) {
    private static final double[] FINE = {0.8, 0.9, 0.95, 0.98, 1, 1.02, 1.05, 1.1, 1.2};
    private static final double[] DECADES = {0.001, 0.01, 0.1, 1, 10, 100, 1_000, 10_000};

    /**
     * The smallest distance of two ticks, in per cent of the axis. The labels of closer ticks would
     * overlap.
     */
    private static final double APART = 9;

    /**
     * The smallest ratio of the axis's right end to its left end. On a narrower axis, noise would
     * look like a difference between arms.
     */
    private static final double NARROWEST = 1.1;

    /**
     * Creates an axis that shows the ratio 1 and all given ratios, with some room on both sides.
     */
    static LogAxis of(DoubleStream values) {
        double[] all = DoubleStream.concat(values, DoubleStream.of(1)).toArray();
        double low = DoubleStream.of(all).min().orElse(1);
        double high = DoubleStream.of(all).max().orElse(1);
        double room = Math.max(1.02, Math.pow(high / low, 0.06));
        double more = Math.max(1, Math.sqrt(NARROWEST / (high / low)));
        return new LogAxis(low / room / more, high * room * more);
    }

    boolean contains(double value) {
        return low <= value && value <= high;
    }

    /**
     * Returns the position of a value, in per cent of the axis from its left end. A value beyond an
     * end of the axis gets the position of that end.
     */
    double at(double value) {
        double inside = Math.clamp(value, low, high);
        return 100 * Math.log(inside / low) / Math.log(high / low);
    }

    /**
     * Returns the ratios at which the axis has ticks: 1, and other numbers that are easy to read.
     */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>(List.of(1.0));
        candidates()
                .filter(this::contains)
                .forEach(value -> {
                    boolean free =
                            ticks.stream()
                                    .allMatch(tick -> Math.abs(at(tick) - at(value)) >= APART);
                    if (free) {
                        ticks.add(value);
                    }
                });
        return ticks.stream().sorted().toList();
    }

    private DoubleStream candidates() {
        if (high / low < 1.5) {
            return DoubleStream.of(FINE);
        }
        DoubleStream decades = DoubleStream.of(DECADES);
        return DoubleStream.concat(
                decades,
                DoubleStream.of(2, 5, 1.5, 3)
                        .flatMap(part -> DoubleStream.of(DECADES).map(ten -> part * ten)));
    }

    /** Draws a vertical line of the given height at each tick. */
    void grid(double height, Svg svg) {
        for (double tick : ticks()) {
            svg.line(at(tick), 0, at(tick), height, tick == 1 ? "one" : "grid");
        }
    }

    /** Draws the tick labels. */
    Svg labels() {
        Svg svg = new Svg();
        for (double tick : ticks()) {
            svg.text(at(tick), 14, "quiet", "middle", Figures.number(tick) + "×");
        }
        return svg;
    }
}
