package regatta.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that shows the progress of {@code collect}. Safe from any thread. */
final class CollectProgress {
    private static final long BETWEEN_NANOS = 200_000_000;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private final PrintWriter terminal;
    private final boolean draws;
    private long total;
    private long files;
    private long bytes;
    private long drawnAt = System.nanoTime() - BETWEEN_NANOS;

    CollectProgress(PrintWriter terminal, boolean draws) {
        this.terminal = terminal;
        this.draws = draws;
    }

    synchronized void expect(long tasks) {
        total = tasks;
    }

    synchronized void received(long more) {
        bytes += more;
        draw();
    }

    synchronized void done() {
        files++;
        draw();
    }

    synchronized void wipe() {
        if (draws) {
            Terminal.line(terminal, "");
        }
    }

    private void draw() {
        long now = System.nanoTime();
        if (draws && now - drawnAt >= BETWEEN_NANOS) {
            drawnAt = now;
            Terminal.line(
                    terminal,
                    "%s %,d/%,d files, %s received"
                            .formatted(Terminal.bar(files, total), files, total, size(bytes)));
        }
    }

    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
