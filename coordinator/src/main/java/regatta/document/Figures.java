package regatta.document;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;

/** Formats numbers for people, with three significant digits and a fitting unit. */
public final class Figures {
    public static final String NONE = "–";

    private Figures() {}

    /** A unit of time, with its symbol and its length in seconds. */
    public enum Unit {
        S("s", 1),
        MS("ms", 1e-3),
        US("µs", 1e-6);

        public final String symbol;
        private final double seconds;

        Unit(String symbol, double seconds) {
            this.symbol = symbol;
            this.seconds = seconds;
        }

        /**
         * Returns the unit for a time. Times of 0.1 s and more are in seconds, because 0.600 reads
         * better than 600 beside 6.10.
         */
        public static Unit of(double seconds) {
            double size = Math.abs(seconds);
            if (size == 0 || size >= 0.1) {
                return S;
            }
            return size >= 1e-4 ? MS : US;
        }
    }

    /**
     * The format of a column of times: one unit, and as many decimals as the smallest time needs.
     */
    public record Scale(Unit unit, int decimals) {
        public static Scale of(double... seconds) {
            double smallest = Arrays.stream(seconds).filter(s -> s > 0).min().orElse(0);
            Unit unit = Unit.of(smallest);
            return new Scale(unit, Figures.decimals(smallest / unit.seconds));
        }

        public String number(double seconds) {
            return seconds < 0 ? NONE : fixed(seconds / unit.seconds, decimals);
        }
    }

    /** Formats a time, such as {@code 12.3 ms}. An unknown time (below 0) becomes a dash. */
    public static String time(double seconds) {
        if (seconds < 0) {
            return NONE;
        }
        if (seconds == 0) {
            return "0 s";
        }
        Scale scale = Scale.of(seconds);
        return scale.number(seconds) + " " + scale.unit().symbol;
    }

    /** Formats a ratio, such as {@code 1.95}. */
    public static String ratio(double ratio) {
        return fixed(ratio, Math.min(2, decimals(ratio)));
    }

    /**
     * Formats a range, such as {@code 1.90–2.01}, whose ends both have as many decimals as the
     * higher end needs.
     */
    public static String ratios(double low, double high) {
        int decimals = Math.min(2, decimals(high));
        return fixed(low, decimals) + "–" + fixed(high, decimals);
    }

    /**
     * Formats a number of cores: a whole number without decimals, any other number with one
     * decimal.
     */
    public static String cores(double cores) {
        return cores == Math.rint(cores) ? String.valueOf(Math.round(cores)) : fixed(cores, 1);
    }

    /** Formats a share, such as {@code 97 %}. An unknown share (below 0) becomes a dash. */
    public static String percent(double share) {
        return share < 0 ? NONE : Math.round(share * 100) + " %";
    }

    /** Formats a number, such as {@code 12,345} or {@code 0.125}. */
    public static String number(double value) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }

    /** Formats a count, such as {@code 1 task} or {@code 2 tasks}. */
    public static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Returns how many decimals a value needs to show three significant digits. */
    private static int decimals(double value) {
        double size = Math.abs(value);
        if (size >= 99.95) {
            return 0;
        }
        if (size >= 9.995) {
            return 1;
        }
        return size >= 0.9995 || size == 0 ? 2 : 3;
    }
}
