package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import regatta.cli.Terminal;
import regatta.machine.Visible;

/**
 * A line on a terminal that shows a bar, the remaining time and the current arm. The line is
 * redrawn twice a second.
 */
final class ProgressLine implements CompareRun.Listener {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration EVERY = Duration.ofMillis(500);

    private final PrintWriter terminal;
    private final LongSupplier nanoTime;
    private long start;

    /**
     * Creates a line for comparisons that run one after another.
     *
     * @param nanoTime a monotonic clock
     */
    ProgressLine(PrintWriter terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void begins(JsonNode comparison) {
        start = nanoTime.getAsLong();
        String title = comparison.path("title").asText("");
        if (!title.isEmpty()) {
            Terminal.line(terminal, "");
            terminal.println(Visible.of(title));
            terminal.flush();
        }
    }

    @Override
    public void at(JsonNode comparison) {
        long done = comparison.at("/progress/succeeded").asLong();
        long total = comparison.at("/progress/total").asLong();
        long seconds = (nanoTime.getAsLong() - start) / SECOND;
        boolean waits = !comparison.path("waitingFor").asText("").isEmpty();
        // While the comparison waits, the remaining time is unknown.
        String remaining =
                done == 0 || waits
                        ? ""
                        : ", about %s left".formatted(time(seconds * (total - done) / done));
        Terminal.line(
                terminal,
                "%s %d/%d rounds, %s%s: %s"
                        .formatted(
                                Terminal.bar(done, total),
                                done,
                                total,
                                time(seconds),
                                remaining,
                                what(comparison)));
    }

    @Override
    public void ended() {
        Terminal.line(terminal, "");
    }

    private static String what(JsonNode comparison) {
        String waitingFor = comparison.path("waitingFor").asText("");
        if (!waitingFor.isEmpty()) {
            return "waits for " + waitingFor;
        }
        JsonNode running = comparison.path("running");
        if (running.isObject()) {
            String warmUp = running.path("warmUp").asBoolean() ? " (warm-up)" : "";
            return running.path("arm").asText() + warmUp;
        }
        String state = comparison.path("state").asText();
        return state.equals("RUNNING") ? "next round" : state.toLowerCase(Locale.ROOT);
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
