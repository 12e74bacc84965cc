package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import regatta.cli.Terminal;

/** One line of a terminal that is written anew as rounds begin: a bar, the time left, the arm. */
final class ProgressLine implements CompareRun.Listener {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration EVERY = Duration.ofMillis(500);

    private final PrintWriter terminal;
    private final LongSupplier nanoTime;
    private long start;

    /**
     * A line for one comparison after the other.
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
    }

    @Override
    public void at(JsonNode comparison) {
        long done = comparison.at("/progress/succeeded").asLong();
        long total = comparison.at("/progress/total").asLong();
        long seconds = (nanoTime.getAsLong() - start) / SECOND;
        String left =
                done == 0 ? "" : ", about %s left".formatted(time(seconds * (total - done) / done));
        Terminal.line(
                terminal,
                "%s %d/%d rounds, %s%s: %s"
                        .formatted(
                                Terminal.bar(done, total),
                                done,
                                total,
                                time(seconds),
                                left,
                                what(comparison)));
    }

    @Override
    public void ended() {
        Terminal.line(terminal, "");
    }

    private static String what(JsonNode comparison) {
        JsonNode running = comparison.path("running");
        if (running.isObject()) {
            String warmUp = running.path("warmUp").asBoolean() ? " (warm-up)" : "";
            return running.path("arm").asText() + warmUp;
        }
        return comparison.path("state").asText().toLowerCase(Locale.ROOT);
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
