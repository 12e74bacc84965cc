package regatta.comparison.report;

import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.document.Figures;
import regatta.document.Svg;

/** Draws where the slot time of each arm went: one bar of parts an arm. */
final class TimeChart {
    private static final int WIDTH = 860;
    private static final int NAME = 230;
    private static final int ROW = 30;
    private static final int BAR = 18;

    private final Svg svg = new Svg();

    private TimeChart() {}

    static String of(Analysis analysis) {
        return new TimeChart().draw(analysis);
    }

    private String draw(Analysis analysis) {
        legend();
        double top = 24;
        for (ArmSummary arm : analysis.arms()) {
            double middle = top + ROW / 2.0;
            svg.name(NAME - 10, middle + 4, arm.arm().label());
            row(arm.shares(), middle - BAR / 2.0);
            top += ROW;
        }
        return svg.element(WIDTH, top + 4, "Where the slot time went, by arm");
    }

    private void legend() {
        svg.text(NAME, 14, "quiet", "start", "where the slot time went:");
        double x = NAME + 180;
        for (String part : new String[] {"computing", "ready", "waiting", "starved", "drained"}) {
            svg.box(x, 4, 12, 12, part, part);
            svg.text(x + 18, 14, "quiet", "start", part);
            x += 110;
        }
    }

    private void row(ArmSummary.Shares shares, double top) {
        double computing = shares.running() * (shares.onCpu() < 0 ? 1 : shares.onCpu());
        double ready = shares.running() * Math.max(0, shares.ready());
        double x = part(NAME, top, computing, "computing");
        x = part(x, top, ready, "ready");
        x = part(x, top, shares.running() - computing - ready, "waiting");
        x = part(x, top, shares.starved(), "starved");
        part(x, top, shares.drained(), "drained");
    }

    private double part(double x, double top, double share, String part) {
        double width = (WIDTH - NAME) * share;
        svg.box(x, top, width, BAR, part, part + " " + Figures.percent(share));
        return x + width;
    }
}
