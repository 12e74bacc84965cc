package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import regatta.machine.Visible;

/**
 * Describes the progress of a job or comparison in one line: how much is done, how fast, and how
 * long the remaining work will take. Confined to one thread.
 */
final class ProgressText {
    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final double SHORTEST = 0.5;

    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(long at, long settled, long bytes) {}

    /**
     * Returns the line for the present state of a job or comparison.
     *
     * @param now the current time in ns on the monotonic clock
     */
    String line(JsonNode job, long now) {
        JsonNode progress = job.path("progress");
        long total = progress.path("total").asLong();
        long failed = progress.path("failed").asLong();
        long settled = progress.path("succeeded").asLong() + failed;
        long bytes = progress.path("bytes").asLong();
        seen.addLast(new Seen(now, settled, bytes));
        while (seen.size() > 2 && now - seen.getFirst().at() > WINDOW_NANOS) {
            seen.removeFirst();
        }
        StringBuilder line = new StringBuilder(Terminal.bar(settled, total));
        line.append(" %,d/%,d".formatted(settled, total));
        if (failed > 0) {
            line.append(", %,d failed".formatted(failed));
        }
        pace(line, total - settled, bytes);
        String waiting = job.path("waitingFor").textValue();
        if (waiting != null) {
            line.append("; waits for ").append(Visible.of(waiting));
        }
        return line.toString();
    }

    private void pace(StringBuilder line, long left, long bytes) {
        Seen first = seen.getFirst();
        Seen last = seen.getLast();
        double seconds = (last.at() - first.at()) / 1e9;
        if (bytes > 0) {
            line.append(", ").append(bytes(bytes));
        }
        if (seconds < SHORTEST || last.settled() == first.settled()) {
            return;
        }
        double rate = (last.settled() - first.settled()) / seconds;
        line.append(
                last.bytes() > first.bytes()
                        ? ", " + bytes((long) ((last.bytes() - first.bytes()) / seconds)) + "/s"
                        : rate >= 10 ? ", %,.0f/s".formatted(rate) : ", %.1f/s".formatted(rate));
        if (left > 0) {
            line.append(", about ").append(duration(left / rate)).append(" left");
        }
    }

    /** Formats a number of bytes with the unit that keeps the number short. */
    static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return (unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s").formatted(value, units[unit]);
    }

    /** Formats a duration for people. */
    static String duration(double seconds) {
        if (seconds < 60) {
            return seconds < 10 ? "%.1f s".formatted(seconds) : "%.0f s".formatted(seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3_600
                ? "%d min %02d s".formatted(whole / 60, whole % 60)
                : "%d h %02d min".formatted(whole / 3_600, whole / 60 % 60);
    }

    /** Formats a duration for a table: in at most seven characters, such as {@code 12m 34s}. */
    static String brief(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return duration(seconds);
        }
        if (whole < 3_600) {
            return "%dm %02ds".formatted(whole / 60, whole % 60);
        }
        long hours = whole / 3_600;
        return hours < 100
                ? "%dh %02dm".formatted(hours, whole / 60 % 60)
                : "%dd %02dh".formatted(hours / 24, hours % 24);
    }
}
