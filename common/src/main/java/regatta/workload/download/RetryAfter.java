package regatta.workload.download;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import regatta.workload.download.http1.ResponseHead;

/** How long an origin asks to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {
    /** Beyond any limit; more digits need not be counted. */
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * The wait that a response asks for, in either form; empty where it asks for none that can be
     * read.
     *
     * <p>A date is taken relative to the origin's own {@code Date}, so that it does not matter how
     * this node's clock is set; only without one does that clock decide.
     */
    static Optional<Duration> of(ResponseHead head) {
        Optional<String> value = head.only("Retry-After");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get();
        if (text.matches("[0-9]{1,64}")) {
            long seconds = text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text);
            return Optional.of(Duration.ofSeconds(seconds));
        }
        Instant now = head.only("Date").flatMap(RetryAfter::date).orElseGet(Instant::now);
        return date(text).map(at -> Duration.between(now, at)).map(RetryAfter::atLeastNothing);
    }

    private static Duration atLeastNothing(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
