package regatta.workload;

import java.time.Duration;
import java.util.Locale;

/**
 * Writes times in the form that people read: three digits and a unit, such as {@code 12 ms} or
 * {@code 2.35 s}.
 */
public final class TimeText {
    private static final double NANOS = 1e9;

    private TimeText() {}

    public static String of(Duration time) {
        return of(time.toNanos() / NANOS);
    }

    /** Writes a time that is given in seconds and is not negative. */
    public static String of(double seconds) {
        if (seconds == 0) {
            return "0 s";
        }
        if (seconds >= 1) {
            return digits(seconds, "s");
        }
        return seconds >= 1e-3 ? digits(1e3 * seconds, "ms") : digits(1e6 * seconds, "µs");
    }

    private static String digits(double value, String unit) {
        boolean whole = value >= 100 || value == Math.rint(value);
        String form = whole ? "%,.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, form, value, unit);
    }
}
