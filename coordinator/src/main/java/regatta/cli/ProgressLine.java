package regatta.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import regatta.cli.compare.Rounds;
import regatta.coordinator.comparison.Plan;

/** One line of a terminal that is written anew as rounds begin: a bar, the time left, the arm. */
final class ProgressLine implements Rounds.Listener {
    private static final long SECOND = 1_000_000_000L;

    private final PrintWriter terminal;
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * A line for one comparison.
     *
     * @param nanoTime a monotonic clock
     */
    ProgressLine(PrintWriter terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public void begins(Plan.Turn turn, int number, int total) {
        int done = number - 1;
        long seconds = (nanoTime.getAsLong() - start) / SECOND;
        String left =
                done == 0 ? "" : ", about %s left".formatted(time(seconds * (total - done) / done));
        String arm = turn.arm().label() + (turn.warmUp() ? " (warm-up)" : "");
        Terminal.line(
                terminal,
                "%s %d/%d rounds, %s%s: %s"
                        .formatted(
                                Terminal.bar(done, total), done, total, time(seconds), left, arm));
    }

    @Override
    public void ended() {
        Terminal.line(terminal, "");
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
