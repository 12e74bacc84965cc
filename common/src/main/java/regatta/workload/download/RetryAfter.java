package regatta.workload.download;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import regatta.workload.download.http1.ResponseHead;

/** Reads how long an origin asks a client to wait (RFC 9110, section 10.2.3). */
final class RetryAfter {
    /**
     * The largest number of digits that are read. A number with more digits exceeds every limit
     * anyway.
     */
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * Returns how long a response asks the client to wait, in seconds or until a date. Returns
     * empty if the response asks for no wait, or states the wait in no readable form.
     *
     * <p>A date is compared with the origin's own {@code Date}, so that this node's clock does not
     * matter. Without a {@code Date} header, the date is compared with this node's clock.
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
