package regatta.comparison.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Interval;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Figures;

/**
 * Draws with characters for a terminal how many times faster each arm is, and the arm's interval.
 */
final class SpeedLines {
    private static final int WIDTH = 52;

    /**
     * The factor by which the axis may extend beyond the means of all arms, to show intervals. An
     * interval that extends further ends in an arrow.
     */
    private static final double BEYOND = 1.3;

    private final LogAxis axis;

    private SpeedLines(List<ArmSummary> arms) {
        double[] means = arms.stream().mapToDouble(ArmSummary::timesFaster).toArray();
        double low = DoubleStream.of(means).min().orElse(1) / BEYOND;
        double high = DoubleStream.of(means).max().orElse(1) * BEYOND;
        DoubleStream ends =
                arms.stream()
                        .map(ArmSummary::timesFasterInterval)
                        .filter(Objects::nonNull)
                        .flatMapToDouble(each -> DoubleStream.of(each.low(), each.high()))
                        .map(end -> Math.clamp(end, low, high));
        this.axis = LogAxis.of(DoubleStream.concat(DoubleStream.of(means), ends));
    }

    static Table of(Compared compared) {
        List<ArmSummary> arms = compared.analysis().arms();
        SpeedLines lines = new SpeedLines(arms);
        List<List<String>> rows = new ArrayList<>();
        for (ArmSummary arm : arms) {
            rows.add(List.of(arm.arm().label(), lines.line(arm)));
        }
        String better = compared.comparison().plan().measure().better();
        return new Table(
                List.of(Column.text("times " + better), Column.text(lines.ticks())),
                rows,
                VerdictCard.recommended(compared.analysis()));
    }

    private int at(double value) {
        return (int) Math.round(axis.at(value) / 100 * (WIDTH - 1));
    }

    private String line(ArmSummary arm) {
        char[] line = blank();
        line[at(1)] = '\u2502';
        Interval interval = arm.timesFasterInterval();
        if (interval != null) {
            int low = at(interval.low());
            int high = at(interval.high());
            Arrays.fill(line, low, high + 1, '\u2500');
            line[low] = axis.contains(interval.low()) ? '\u251c' : '\u25c0';
            line[high] = axis.contains(interval.high()) ? '\u2524' : '\u25b6';
        }
        line[at(arm.timesFaster())] = '\u25cf';
        return new String(line).stripTrailing();
    }

    /**
     * Returns a line with the labels of the axis. The method writes the label of 1 before all other
     * labels, and omits each label that would touch an earlier label.
     */
    private String ticks() {
        char[] line = blank();
        put("1\u00d7", at(1), line);
        for (double tick : axis.ticks()) {
            put(Figures.number(tick) + "\u00d7", at(tick), line);
        }
        return new String(line).stripTrailing();
    }

    private static void put(String label, int at, char[] line) {
        int from = Math.clamp(at - (label.length() - 1) / 2, 0, WIDTH - label.length());
        for (int i = Math.max(0, from - 1); i < Math.min(WIDTH, from + label.length() + 1); i++) {
            if (line[i] != ' ') {
                return;
            }
        }
        label.getChars(0, label.length(), line, from);
    }

    private static char[] blank() {
        char[] line = new char[WIDTH];
        Arrays.fill(line, ' ');
        return line;
    }
}
