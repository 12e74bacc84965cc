package regatta.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.document.Document.Picture;

/**
 * Draws when the attempts of a round or a job ran, with one lane for each slot. In a browser, the
 * page's script replaces this drawing by another drawing, which can show every round and zoom in.
 */
public final class TimeLineChart {
    private static final double HEIGHT = 20;

    /** The number of cells in a lane. Readers cannot see anything narrower than a cell. */
    private static final int CELLS = 240;

    private static final int MOST_LANES = 16;

    private TimeLineChart() {}

    /**
     * The use of slot time that took the largest part of a cell. This use decides the cell's
     * colour.
     */
    private enum Look {
        COMPUTING("computing"),
        READY("ready"),
        WAITING("waiting"),
        FREE("none-ready"),
        DRAINED("drained"),
        NOTHING("");

        private final String type;

        Look(String type) {
            this.type = type;
        }
    }

    /**
     * The attempts of one round or job, and the title of their drawing.
     *
     * @param wallSeconds the seconds from the first dispatch to the last settlement
     */
    public record Line(String title, AttemptSample sample, double wallSeconds) {}

    /**
     * Draws the time line of a comparison.
     *
     * @param comparison the index of the comparison in the report
     * @param rounds the rounds with a sample of attempts; not empty
     * @param shown the index of the round to show first
     */
    public static Picture of(int comparison, List<Line> rounds, int shown) {
        Line round = rounds.get(shown);
        return new Picture(
                "<div class=\"timeline\" data-comparison=\"%d\" data-round=\"%d\">\n<div class=\"still\">\n%s</div>\n</div>\n"
                        .formatted(comparison, shown, still(round)));
    }

    private static String still(Line round) {
        AttemptSample sample = round.sample();
        Map<Integer, List<Drawn>> lanes = new TreeMap<>();
        for (Drawn attempt : sample.attempts()) {
            int lane = attempt.worker() * 100_000 + attempt.slot();
            lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(attempt);
        }
        double whole =
                Math.max(
                        round.wallSeconds() * 1e9,
                        (double) sample.attempts().stream().mapToLong(Drawn::end).max().orElse(1));
        boolean all = sample.attempts().size() == sample.of();
        Strips strips = new Strips(false);
        int number = 0;
        for (List<Drawn> lane : lanes.values()) {
            if (++number <= MOST_LANES) {
                strips.row("slot " + number, lane(lane, whole, all, number), "", false);
            }
        }
        strips.axis("", axis(whole), "");
        return "<p>%s</p>\n%s"
                .formatted(Html.escape(about(round, number)), strips.picture().html());
    }

    private static String about(Line round, int lanes) {
        AttemptSample sample = round.sample();
        String drawn =
                sample.attempts().size() == sample.of()
                        ? "all " + Figures.counted(sample.of(), "attempt")
                        : "%,d of %,d attempts, drawn at random"
                                .formatted(sample.attempts().size(), sample.of());
        String cut =
                lanes > MOST_LANES ? "; the first %d of %d slots".formatted(MOST_LANES, lanes) : "";
        return "%s: %s%s".formatted(round.title(), drawn, cut);
    }

    private static String lane(List<Drawn> attempts, double whole, boolean all, int number) {
        attempts.sort(Comparator.comparingLong(Drawn::begin));
        double[][] parts = new double[CELLS][3];
        for (Drawn attempt : attempts) {
            add(attempt, whole, parts);
        }
        double last = attempts.getLast().end() / whole * CELLS;
        Svg svg = new Svg();
        int from = 0;
        for (int cell = 1; cell <= CELLS; cell++) {
            Look look = look(parts[from], from, last, all);
            if (cell == CELLS || look(parts[cell], cell, last, all) != look) {
                if (look != Look.NOTHING) {
                    double width = 100.0 / CELLS;
                    svg.box(from * width, 2, (cell - from) * width, HEIGHT - 4, look.type, "");
                }
                from = cell;
            }
        }
        return svg.element(
                HEIGHT,
                "slot %d: %s".formatted(number, Figures.counted(attempts.size(), "attempt")));
    }

    /**
     * Adds to each cell of {@code parts} how long an attempt computed, was ready and waited during
     * that cell. The unit is the duration of one cell.
     */
    private static void add(Drawn attempt, double whole, double[][] parts) {
        double begin = attempt.begin() / whole * CELLS;
        double end = attempt.end() / whole * CELLS;
        double ran = Math.max(1, attempt.end() - attempt.begin());
        double cpu = attempt.cpu() < 0 ? 1 : Math.min(1, attempt.cpu() / ran);
        double ready = attempt.cpu() < 0 ? 0 : Math.clamp(attempt.ready() / ran, 0, 1 - cpu);
        for (int cell = (int) begin; cell < Math.min(CELLS, end); cell++) {
            double covered = Math.min(end, cell + 1.0) - Math.max(begin, cell);
            parts[cell][0] += covered * cpu;
            parts[cell][1] += covered * ready;
            parts[cell][2] += covered * (1 - cpu - ready);
        }
    }

    private static Look look(double[] parts, int cell, double last, boolean all) {
        double free = 1 - parts[0] - parts[1] - parts[2];
        if (free > Math.max(parts[0], Math.max(parts[1], parts[2]))) {
            return !all ? Look.NOTHING : cell >= last ? Look.DRAINED : Look.FREE;
        }
        if (parts[0] >= parts[1] && parts[0] >= parts[2]) {
            return Look.COMPUTING;
        }
        return parts[1] >= parts[2] ? Look.READY : Look.WAITING;
    }

    private static String axis(double whole) {
        Svg svg = new Svg();
        for (int quarter = 0; quarter <= 4; quarter++) {
            String anchor = quarter == 0 ? "start" : quarter == 4 ? "end" : "middle";
            String time = Figures.time(whole / 1e9 * quarter / 4);
            svg.text(25 * quarter, 14, "quiet", anchor, time);
        }
        return svg.element(20, "time since the first task was handed out");
    }
}
