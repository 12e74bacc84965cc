package regatta.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations and numbers as people write them: {@code 5s}, {@code 1m30s}, {@code 1e8}. */
public final class Quantities {
    private static final Pattern PARTS =
            Pattern.compile(
                    "(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+)ms)?");

    private Quantities() {}

    /**
     * Reads a duration: days, hours, minutes, seconds and milliseconds in this order, or ISO 8601
     * such as {@code PT5M}.
     *
     * @throws IllegalArgumentException if the text is no duration in these forms; the message shows
     *     valid forms
     */
    public static Duration duration(String text) {
        String plain = text.strip().replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        try {
            Matcher parts = PARTS.matcher(plain);
            if (!plain.isEmpty() && parts.matches()) {
                BigDecimal seconds =
                        part(parts, 1, 86_400)
                                .add(part(parts, 2, 3_600))
                                .add(part(parts, 3, 60))
                                .add(part(parts, 4, 1));
                return Duration.ofMillis(
                        seconds.movePointRight(3).add(part(parts, 5, 1)).longValueExact());
            }
            return Duration.parse(text.strip());
        } catch (DateTimeParseException | ArithmeticException wrong) {
            throw new IllegalArgumentException(
                    "'%s' is not a duration: write 5s, 1m30s, 2h or PT5M".formatted(text), wrong);
        }
    }

    private static BigDecimal part(Matcher parts, int group, int seconds) {
        String digits = parts.group(group);
        return digits == null
                ? BigDecimal.ZERO
                : new BigDecimal(digits).multiply(BigDecimal.valueOf(seconds));
    }

    /**
     * Reads a whole number, such as {@code 1e8}, {@code 100_000_000} or {@code 100,000,000}.
     *
     * @throws IllegalArgumentException if the text is no whole number that fits into a {@code
     *     long}; the message shows valid forms
     */
    public static long number(String text) {
        String plain = text.strip().replaceAll("(?<=\\d)[_,](?=\\d{3}(?!\\d))", "");
        // More digits would not fit into a long, and a huge exponent would take all memory.
        if (plain.matches("[+-]?\\d{1,20}(\\.\\d{1,20})?([eE]\\+?\\d{1,2})?")) {
            try {
                return new BigDecimal(plain).longValueExact();
            } catch (ArithmeticException notWhole) {
                // The exception below reports that the number is not whole or too large.
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no whole number: write 100000000, 100_000_000 or 1e8".formatted(text));
    }

    /** Reads a whole number that fits into an {@code int}. */
    public static int smallNumber(String text) {
        long number = number(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("'%s' is too large".formatted(text));
        }
        return (int) number;
    }
}
