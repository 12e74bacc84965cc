package regatta.cli.compare;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import regatta.coordinator.comparison.Plan;

/** One line of a terminal that is written anew as rounds begin: a bar, the arm, the time left. */
public final class ProgressLine implements Rounds.Listener {
    private static final int WIDTH = 80;
    private static final int BAR = 20;
    private static final String START_OF_LINE = "\r";

    private final PrintWriter terminal;
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * A line for one comparison.
     *
     * @param nanoTime a monotonic clock
     */
    public ProgressLine(PrintWriter terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public void begins(Plan.Turn turn, int number, int total) {
        int done = number - 1;
        long seconds = (nanoTime.getAsLong() - start) / 1_000_000_000L;
        String left =
                done == 0 ? "" : ", about %s left".formatted(time(seconds * (total - done) / done));
        int filled = BAR * done / total;
        String text =
                "[%s%s] %d/%d %s%s: %s%s"
                        .formatted(
                                "#".repeat(filled),
                                "-".repeat(BAR - filled),
                                done,
                                total,
                                time(seconds),
                                left,
                                turn.arm().label(),
                                turn.warmUp() ? " (warm-up)" : "");
        show(text);
    }

    @Override
    public void ended() {
        show("");
        terminal.print(START_OF_LINE);
        terminal.flush();
    }

    private void show(String text) {
        String cut = text.length() < WIDTH ? text : text.substring(0, WIDTH - 1);
        terminal.print(START_OF_LINE + cut + " ".repeat(WIDTH - 1 - cut.length()));
        terminal.flush();
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
