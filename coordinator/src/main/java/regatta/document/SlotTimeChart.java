package regatta.document;

import java.util.ArrayList;
import java.util.List;
import regatta.coordinator.api.RunReport;
import regatta.document.Document.Picture;

/** Draws where slot time went, as one bar for each mode or job. */
public final class SlotTimeChart {
    private static final double HEIGHT = 30;
    private static final double BAR = 22;

    /** The smallest width, in per cent of the bar, at which a part has room for its percentage. */
    private static final double LABELLED = 7;

    private SlotTimeChart() {}

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

    /** One part of a bar. Its size is a share of the whole bar, from 0 to 1. */
    private record Share(Part part, double size) {}

    /**
     * The shares of the slot time of one mode or job. The shares {@code running}, {@code handOver},
     * {@code noneReady} and {@code drained} add up to 1.
     *
     * @param best whether the chart highlights the bar
     * @param running the share of slot time in which a slot runs an attempt
     * @param handOver the share in which a slot is free although a task is ready or on its way
     * @param noneReady the share in which a slot is free because no task is ready yet, while more
     *     tasks will follow
     * @param drained the share in which a slot is free because no task remains
     * @param onCpu the part of {@code running} that attempts spend on a processor; −1 if unknown
     * @param ready the part of {@code running} in which attempts could compute but have no core; −1
     *     if unknown
     */
    public record Bar(
            String label,
            boolean best,
            double running,
            double handOver,
            double noneReady,
            double drained,
            double onCpu,
            double ready) {

        /** Creates the bar of one job. */
        public static Bar of(String label, RunReport report) {
            RunReport.SlotAccount account = report.slotAccount();
            double all = Math.max(account.all(), 1e-12);
            double running = Math.max(account.running(), 1e-12);
            RunReport.Ready ready = report.ready();
            double cpu = report.cpuSeconds() < 0 ? -1 : Math.min(1, report.cpuSeconds() / running);
            return new Bar(
                    label,
                    false,
                    account.running() / all,
                    account.handOver() / all,
                    account.noneReady() / all,
                    account.drained() / all,
                    cpu,
                    ready == null ? -1 : Math.min(1 - Math.max(0, cpu), ready.seconds() / running));
        }
    }

    public static Picture of(List<Bar> bars) {
        Strips strips = new Strips(false);
        List<Part> shown = new ArrayList<>();
        for (Bar bar : bars) {
            List<Share> shares = shares(bar);
            shares.forEach(share -> shown.add(share.part()));
            strips.row(bar.label(), drawing(bar.label(), shares), "", bar.best());
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

    private static List<Share> shares(Bar of) {
        double computing = of.running() * (of.onCpu() < 0 ? 1 : of.onCpu());
        double ready = of.running() * Math.max(0, of.ready());
        double rest = Math.max(0, of.running() - computing - ready);
        List<Share> shares = new ArrayList<>();
        shares.add(new Share(Part.COMPUTING, computing));
        shares.add(new Share(Part.READY, ready));
        shares.add(new Share(of.onCpu() < 0 || of.ready() < 0 ? Part.UNKNOWN : Part.WAITING, rest));
        shares.add(new Share(Part.HAND_OVER, of.handOver()));
        shares.add(new Share(Part.NONE_READY, of.noneReady()));
        shares.add(new Share(Part.DRAINED, of.drained()));
        shares.removeIf(share -> share.size() < 1e-4);
        return shares;
    }

    private static String drawing(String label, List<Share> shares) {
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
