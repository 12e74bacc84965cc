package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.document.Document.Picture;
import regatta.document.Figures;
import regatta.document.Html;
import regatta.document.Strips;
import regatta.document.Svg;

/** Draws where the slot time of each arm went, as one bar for each arm. */
final class TimeChart {
    private static final double HEIGHT = 30;
    private static final double BAR = 22;

    /** The smallest width of a part, in per cent of the bar, that has room for its number. */
    private static final double LABELLED = 7;

    private TimeChart() {}

    /** The parts of slot time, each with its class in the style sheet and its name for people. */
    private enum Part {
        COMPUTING("computing", "computing", "on-dark"),
        READY("ready", "ready, but no core was free", "on-dark"),
        WAITING("waiting", "waiting for something else than a core", "on-light"),
        UNKNOWN("unknown", "waiting, or queueing for a core", "on-light"),
        HAND_OVER("hand-over", "hand-over: a task was on its way", "on-gold"),
        NONE_READY("none-ready", "no task was ready", "on-light"),
        DRAINED("drained", "after its last task", "on-light");

        private final String type;
        private final String words;
        private final String text;

        Part(String type, String words, String text) {
            this.type = type;
            this.words = words;
            this.text = text;
        }
    }

    /** One part of an arm's slot time, 0 to 1. */
    private record Share(Part part, double size) {}

    static Picture of(Analysis analysis) {
        Strips strips = new Strips(false);
        List<Part> shown = new ArrayList<>();
        for (ArmSummary arm : analysis.arms()) {
            List<Share> shares = shares(arm.shares());
            shares.forEach(share -> shown.add(share.part()));
            String label = arm.arm().label();
            boolean best = label.equals(VerdictCard.recommended(analysis));
            strips.row(label, bar(label, shares), "", best);
        }
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">\n");
        for (Part part : Part.values()) {
            if (shown.contains(part)) {
                legend.append(
                                "<li><svg aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" rx=\"2\"")
                        .append(" class=\"")
                        .append(part.type)
                        .append("\"/></svg>")
                        .append(Html.escape(part.words))
                        .append("</li>\n");
            }
        }
        return new Picture(legend + "</ul>\n" + strips.picture().html());
    }

    private static List<Share> shares(ArmSummary.Shares of) {
        double computing = of.running() * (of.onCpu() < 0 ? 1 : of.onCpu());
        double ready = of.running() * Math.max(0, of.ready());
        double rest = Math.max(0, of.running() - computing - ready);
        List<Share> shares = new ArrayList<>();
        shares.add(new Share(Part.COMPUTING, computing));
        shares.add(new Share(Part.READY, ready));
        shares.add(new Share(of.waiting() < 0 ? Part.UNKNOWN : Part.WAITING, rest));
        shares.add(new Share(Part.HAND_OVER, of.handOver()));
        shares.add(new Share(Part.NONE_READY, of.noneReady()));
        shares.add(new Share(Part.DRAINED, of.drained()));
        shares.removeIf(share -> share.size() < 1e-4);
        return shares;
    }

    private static String bar(String label, List<Share> shares) {
        Svg svg = new Svg();
        double x = 0;
        List<String> said = new ArrayList<>();
        for (Share share : shares) {
            double width = 100 * share.size();
            String percent = Figures.percent(share.size());
            String words = share.part().words + " " + percent;
            svg.box(x, (HEIGHT - BAR) / 2, width, BAR, share.part().type, words);
            if (width >= LABELLED) {
                svg.text(x + width / 2, HEIGHT / 2 + 4, share.part().text, "middle", percent);
            }
            said.add(words);
            x += width;
        }
        return svg.element(HEIGHT, label + ": " + String.join(", ", said));
    }
}
