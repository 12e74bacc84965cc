package regatta.tls;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why connections were refused, each reason once in a while; safe from any thread.
 *
 * <p>Anybody who reaches the port can cause a refusal, so neither lines nor memory may grow with
 * them.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int MOST_REASONS = 64;
    private static final int MOST_CHARACTERS = 500;

    private final long apart;
    private final LongSupplier clock;
    private final Map<String, Long> loggedAt = new LinkedHashMap<>();

    /**
     * Has logged nothing yet.
     *
     * @param apart the least time between two lines of the same reason
     * @param clock monotonic nanoseconds
     */
    Refusals(Duration apart, LongSupplier clock) {
        this.apart = apart.toNanos();
        this.clock = clock;
    }

    /** Logs a reason unless it was logged a short while ago. */
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

    /** A certificate's names come from a stranger: none of them may write a line of its own. */
    private static String printable(String reason) {
        String shown = reason.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
        return shown.length() <= MOST_CHARACTERS
                ? shown
                : shown.substring(0, MOST_CHARACTERS) + "…";
    }
}
