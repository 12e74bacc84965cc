package regatta.comparison.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.RoundSpeed;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document.Picture;
import regatta.document.Figures;
import regatta.document.Html;
import regatta.document.Strips;
import regatta.document.Svg;

/**
 * Draws how many times faster each arm is: a dot, a line for its interval, and a small dot for each
 * round.
 */
final class SpeedChart {
    private static final double HEIGHT = 36;
    private static final double MIDDLE = HEIGHT / 2;

    /**
     * How far dots of rounds lie above or below the interval, so that equal ones do not hide each
     * other.
     */
    private static final double APART = 9;

    /** An arm within this factor of the recommended one counts as equally fast. */
    private static final double AS_FAST = 1.03;

    private final Compared compared;
    private final String use;
    private final List<String> fastest;
    private final List<RoundSpeed> rounds;
    private final LogAxis axis;

    private SpeedChart(Compared compared) {
        this.compared = compared;
        this.use = VerdictCard.recommended(compared.analysis());
        this.fastest = use.isEmpty() ? List.of() : compared.analysis().verdict().fastest();
        this.rounds = RoundSpeed.each(compared.comparison());
        // The axis ignores the ends of intervals. A very wide interval is cut, so that it does not
        // squeeze all other arms.
        this.axis =
                LogAxis.of(
                        DoubleStream.concat(
                                compared.analysis().arms().stream()
                                        .mapToDouble(ArmSummary::timesFaster),
                                rounds.stream().mapToDouble(RoundSpeed::timesFaster)));
    }

    static Picture of(Compared compared) {
        return new SpeedChart(compared).draw();
    }

    private Picture draw() {
        Comparison comparison = compared.comparison();
        String word = comparison.plan().measure().better();
        String than = "times " + word + " than " + comparison.plan().reference();
        Strips strips = new Strips(true);
        strips.axis("", "<span class=\"quiet\">" + than(than) + "</span>", "(95 % interval)");
        for (ArmSummary arm : compared.analysis().arms()) {
            String label = arm.arm().label();
            strips.row(label, drawing(arm), value(arm), label.equals(use));
        }
        strips.axis("", axis.labels("axis of times " + word), "");
        return strips.picture();
    }

    private static String than(String words) {
        return Html.escape(words) + ", on a logarithmic axis";
    }

    private static String value(ArmSummary arm) {
        Interval interval = arm.timesFasterInterval();
        return Figures.ratio(arm.timesFaster())
                + "×"
                + (interval == null
                        ? ""
                        : " (" + Figures.ratios(interval.low(), interval.high()) + ")");
    }

    private String drawing(ArmSummary arm) {
        String label = arm.arm().label();
        String type = fastest.contains(label) ? "best" : "rest";
        Svg svg = new Svg();
        band(svg);
        axis.grid(HEIGHT, svg);
        interval(arm.timesFasterInterval(), type, svg);
        points(label, type, svg);
        svg.dot(
                axis.at(arm.timesFaster()),
                MIDDLE,
                label.equals(use) ? 7 : 5.5,
                type,
                label + ": " + value(arm));
        return svg.element(HEIGHT, "%s: %s times as fast".formatted(label, value(arm)));
    }

    /** Draws the band of speeds that count as equal to the recommended arm's. */
    private void band(Svg svg) {
        VerdictCard.best(compared.analysis())
                .ifPresent(arm -> {
                    double left = axis.at(arm.timesFaster() / AS_FAST);
                    double right = axis.at(arm.timesFaster() * AS_FAST);
                    svg.box(left, 0, right - left, HEIGHT, "band", "");
                });
    }

    private void interval(@Nullable Interval interval, String type, Svg svg) {
        if (interval == null) {
            return;
        }
        String line = type + " interval";
        svg.line(axis.at(interval.low()), MIDDLE, axis.at(interval.high()), MIDDLE, line);
        end(interval.low(), false, type, svg);
        end(interval.high(), true, type, svg);
    }

    /**
     * Draws a tick at the end of an interval, or an arrow if the interval continues beyond the
     * axis.
     */
    private void end(double value, boolean right, String type, Svg svg) {
        if (axis.contains(value)) {
            svg.line(axis.at(value), MIDDLE - 4, axis.at(value), MIDDLE + 4, type + " interval");
        } else {
            svg.arrow(right, MIDDLE, type);
        }
    }

    private void points(String arm, String type, Svg svg) {
        int place = 0;
        for (RoundSpeed round : rounds) {
            if (round.arm().equals(arm)) {
                double y = MIDDLE + (place % 2 == 0 ? APART : -APART);
                String tip =
                        "round %d: %s×%s"
                                .formatted(
                                        round.block() + 1 - compared.comparison().firstCounted(),
                                        Figures.ratio(round.timesFaster()),
                                        round.counted() ? "" : ", disturbed: not counted");
                String kind = round.counted() ? " round" : " left-out";
                svg.dot(axis.at(round.timesFaster()), y, 3, type + kind, tip);
                place++;
            }
        }
    }
}
