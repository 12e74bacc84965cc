package regatta.tls;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why connections were refused, but the same reason only once in a while. Safe from any
 * thread.
 *
 * <p>Anybody who reaches the port can cause refusals. Therefore many refusals must fill neither the
 * log nor the memory.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int MOST_REASONS = 64;
    private static final int MOST_CHARACTERS = 500;

    private final long apart;
    private final LongSupplier clock;
    private final Map<String, Long> loggedAt = new LinkedHashMap<>();

    /**
     * Creates an object that has logged no reason yet.
     *
     * @param apart the least time between two lines with the same reason
     * @param clock returns monotonic nanoseconds
     */
    Refusals(Duration apart, LongSupplier clock) {
        this.apart = apart.toNanos();
        this.clock = clock;
    }

    /**
     * Logs a reason, unless the log got the same reason or too many other reasons a short while
     * ago.
     */
    synchronized void log(String reason) {
        String line = printable(reason);
        long now = clock.getAsLong();
        loggedAt.values().removeIf(at -> now - at >= apart);
        if (loggedAt.containsKey(line) || loggedAt.size() >= MOST_REASONS) {
            return;
        }
        loggedAt.put(line, now);
        LOG.warn("{}", line);
    }

    /**
     * Makes a reason fit for one line of the log. A certificate's names come from a stranger, who
     * must not be able to begin a line of the log.
     */
    private static String printable(String reason) {
        String shown = reason.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
        return shown.length() <= MOST_CHARACTERS
                ? shown
                : shown.substring(0, MOST_CHARACTERS) + "…";
    }
}
