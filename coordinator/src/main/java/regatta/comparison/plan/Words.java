package regatta.comparison.plan;

import java.util.List;
import java.util.Locale;

/** Formats numbers and times for use in sentences. */
final class Words {
    private Words() {}

    static String label(ArmSummary arm) {
        return arm.arm().label();
    }

    static List<String> labels(List<ArmSummary> arms) {
        return arms.stream().map(Words::label).toList();
    }

    /**
     * Returns a list such as {@code a, b and c}, with the word {@code and} before the last entry.
     */
    static String joined(List<String> words, String and) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : "%s %s %s"
                        .formatted(String.join(", ", words.subList(0, last)), and, words.get(last));
    }

    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    static String slots(int slots) {
        return slots == 1 ? "1 slot" : slots + " slots";
    }

    static String cores(double cores) {
        return cores == 1 ? "1 core" : number(cores) + " cores";
    }

    static String coresCompute(double cores) {
        return cores == 1 ? "1 core computes" : number(cores) + " cores compute";
    }

    static String time(double seconds) {
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.0f µs", Math.max(1, seconds * 1e6));
    }

    /** Returns a factor, as in {@code 1.5 times as much}. */
    static String times(double times) {
        return String.format(Locale.ROOT, "%.1f", times);
    }

    /** Returns a number, with one decimal unless it is whole. */
    static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
