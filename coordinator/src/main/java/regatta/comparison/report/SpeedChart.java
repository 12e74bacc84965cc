package regatta.comparison.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.RoundSpeed;
import regatta.comparison.plan.Verdict;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document.Picture;
import regatta.document.Figures;
import regatta.document.Html;
import regatta.document.Strips;
import regatta.document.Svg;

/**
 * Draws for each arm how many times faster the arm is: a dot for the mean, a line for the interval,
 * and a small dot for each round.
 */
final class SpeedChart {
    private static final double HEIGHT = 36;
    private static final double MIDDLE = HEIGHT / 2;
    private static final double AXIS = 20;

    /**
     * The distance between the dot of a round and the line of the interval. The dots lie above and
     * below the line in turn, so that equally fast rounds do not hide each other.
     */
    private static final double APART = 9;

    private static final double WIDTH = 720;
    private static final double LABELS = 120;
    private static final double VALUES = 150;

    private static final String LEGEND =
            "Times faster (95 % interval). Small dot: a round (hollow: disturbed). Light green:"
                    + " within 3 % of green.";

    private final Compared compared;
    private final String use;

    /** The speeds that count as equal to the recommended arm's speed; empty if no arm is. */
    private final Optional<Interval> equal;

    private final List<RoundSpeed> rounds;
    private final LogAxis axis;

    private SpeedChart(Compared compared) {
        this.compared = compared;
        this.use = VerdictCard.recommended(compared.analysis());
        this.equal =
                VerdictCard.best(compared.analysis())
                        .map(arm ->
                                new Interval(
                                        arm.timesFaster() / Verdict.AS_FAST,
                                        arm.timesFaster() * Verdict.AS_FAST));
        this.rounds = RoundSpeed.each(compared.comparison());
        // The axis shows the mean and the rounds of each arm. If an interval extends beyond the
        // axis, the interval is cut: a very wide interval would otherwise squeeze all other arms.
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
        strips.axis(
                "",
                "<span class=\"quiet\">" + than(than) + "</span>",
                "times " + word + " (95 % interval)");
        for (ArmSummary arm : compared.analysis().arms()) {
            String label = arm.arm().label();
            String said = "%s: %s times as fast".formatted(label, value(arm));
            String drawing = drawing(arm).element(HEIGHT, said);
            strips.row(label, drawing, value(arm), label.equals(use));
        }
        strips.axis("", axis.labels().element(AXIS, "axis of times " + word), "");
        return strips.picture();
    }

    /** Draws the chart as a part of a picture, below the comparison's title and verdict. */
    private String part(double top) {
        double y = top + 24;
        StringBuilder svg = new StringBuilder();
        text(0, y, "quiet", "start", compared.comparison().title(), svg);
        y += 24;
        text(0, y, "headline", "start", VerdictCard.of(compared).headline(), svg);
        y += 14;
        for (ArmSummary arm : compared.analysis().arms()) {
            String label = arm.arm().label();
            String type = label.equals(use) ? "use" : "";
            text(LABELS, y + MIDDLE + 5, type, "end", label, svg);
            svg.append(drawing(arm).part(LABELS + 16, y, WIDTH - LABELS - VALUES - 16, HEIGHT));
            text(WIDTH, y + MIDDLE + 5, type, "end", value(arm), svg);
            y += HEIGHT;
        }
        svg.append(axis.labels().part(LABELS + 16, y, WIDTH - LABELS - VALUES - 16, AXIS));
        return svg.toString();
    }

    private double height() {
        return 24 + 24 + 14 + HEIGHT * compared.analysis().arms().size() + AXIS;
    }

    private static void text(
            double x, double y, String type, String anchor, String text, StringBuilder svg) {
        svg.append(
                "<text x=\"%.0f\" y=\"%.0f\" class=\"%s\" text-anchor=\"%s\">%s</text>%n"
                        .formatted(x, y, type, anchor, Html.escape(text)));
    }

    /**
     * Draws the charts of all comparisons as one picture that needs no page, font or script. The
     * picture draws its own background, because the background of the reader's page may be dark.
     */
    static String picture(List<Compared> all) {
        StringBuilder parts = new StringBuilder();
        double top = 0;
        for (Compared compared : all) {
            SpeedChart chart = new SpeedChart(compared);
            parts.append(chart.part(top));
            top += chart.height() + 16;
        }
        text(0, top + 16, "quiet", "start", LEGEND, parts);
        double width = WIDTH + 40;
        double height = top + 50;
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 0 %.0f %.0f" width="%.0f" height="%.0f" role="img">
        <title>How many times faster each mode is</title>
        <style>
        svg { --card: #fff; --text: #1b1f24; --quiet: #59636f; --line: #dde1e6; --best: #0f6f4a; --near: #4b9b78; --rest: #6f7985; --band: #0f6f4a22; }
        @media (prefers-color-scheme: dark) {
        svg { --card: #1c2026; --text: #e6e9ec; --quiet: #9ea8b4; --line: #353c45; --best: #4ec79a; --near: #3a8f70; --rest: #98a2ae; --band: #4ec79a2b; }
        }
        text { fill: var(--text); font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; }
        .quiet { fill: var(--quiet); font-size: 13px; } .headline { font-size: 18px; font-weight: 700; }
        .use { font-weight: 700; } .ground { fill: var(--card); stroke: var(--line); }
        .grid { stroke: var(--line); } .one { stroke: var(--quiet); stroke-width: 1.5; } .band { fill: var(--band); }
        .best { fill: var(--best); stroke: var(--best); } .near { fill: var(--near); stroke: var(--near); } .rest { fill: var(--rest); stroke: var(--rest); }
        .interval { stroke-width: 2; } .round { fill-opacity: .45; stroke: none; } .left-out { fill: none; stroke-width: 1; }
        </style>
        <rect class="ground" x="-19.5" y=".5" width="99.8%%" height="99.8%%" rx="9"/>
        %s</svg>
        """
                .formatted(width, height, width, height, parts);
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

    private Svg drawing(ArmSummary arm) {
        String label = arm.arm().label();
        String type = label.equals(use) ? "best" : isNear(arm) ? "near" : "rest";
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
        return svg;
    }

    /** Returns whether an arm is fit and counts as equally fast as the recommended arm. */
    private boolean isNear(ArmSummary arm) {
        return !compared.analysis().unfit().containsKey(arm.arm().label())
                && equal.filter(speeds -> speeds.contains(arm.timesFaster())).isPresent();
    }

    /** Draws the band of speeds that count as equal to the speed of the recommended arm. */
    private void band(Svg svg) {
        equal.ifPresent(speeds -> {
            double left = axis.at(speeds.low());
            svg.box(left, 0, axis.at(speeds.high()) - left, HEIGHT, "band", "");
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
