package regatta.comparison.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Interval;
import regatta.document.Figures;
import regatta.document.Svg;

/** Draws how many times faster each arm is: a bar, with its interval as a whisker. */
final class SpeedChart {
    private static final int WIDTH = 860;
    private static final int NAME = 230;
    private static final int VALUE = 130;
    private static final int ROW = 30;
    private static final int BAR = 18;

    /** A wider interval is cut off, so that one wild arm does not flatten all others. */
    private static final double LONGEST_WHISKER = 1.5;

    private final List<ArmSummary> arms;
    private final double longest;
    private final Svg svg = new Svg();

    private SpeedChart(List<ArmSummary> arms) {
        this.arms = arms;
        double fastest = arms.stream().mapToDouble(ArmSummary::timesFaster).max().orElse(1);
        double whisker = arms.stream().mapToDouble(SpeedChart::high).max().orElse(1);
        this.longest = Math.max(fastest, Math.min(whisker, LONGEST_WHISKER * fastest));
    }

    static String of(Analysis analysis) {
        return new SpeedChart(analysis.arms()).draw();
    }

    private String draw() {
        double top = 24;
        svg.text(NAME, 14, "quiet", "start", "times faster, with 95 % intervals");
        for (ArmSummary arm : arms) {
            row(arm, top);
            top += ROW;
        }
        svg.line(x(1), 20, x(1), top, "one");
        return svg.element(WIDTH, top + 4, "Times faster, by arm");
    }

    private void row(ArmSummary arm, double top) {
        double middle = top + ROW / 2.0;
        double baseline = middle + 4;
        String value = Figures.ratio(arm.timesFaster());
        Interval interval = arm.timesFasterInterval();
        boolean reference = interval == null && arm.timesFaster() == 1;
        svg.name(NAME - 10, baseline, arm.arm().label());
        svg.box(
                NAME,
                middle - BAR / 2.0,
                x(arm.timesFaster()) - NAME,
                BAR,
                reference ? "reference" : "bar",
                arm.arm().label() + ": " + value);
        whisker(interval, middle);
        String wall = Figures.time(arm.medianSeconds());
        svg.text(WIDTH, baseline, "value", "end", value + " · " + wall);
    }

    private void whisker(@Nullable Interval interval, double middle) {
        if (interval == null) {
            return;
        }
        double low = x(interval.low());
        double high = x(Math.min(interval.high(), longest));
        svg.line(low, middle, high, middle, "whisker");
        svg.line(low, middle - 5, low, middle + 5, "whisker");
        if (interval.high() <= longest) {
            svg.line(high, middle - 5, high, middle + 5, "whisker");
        }
    }

    private double x(double timesFaster) {
        return NAME + (WIDTH - NAME - VALUE) * timesFaster / longest;
    }

    private static double high(ArmSummary arm) {
        Interval interval = arm.timesFasterInterval();
        return interval == null ? arm.timesFaster() : interval.high();
    }
}
