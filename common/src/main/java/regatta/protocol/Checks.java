package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what a message must not contain; each exception names the field and its limit. */
final class Checks {
    /** Numbers of reports, dispatches and epochs: nobody counts so far. */
    static final long MOST = 1L << 53;

    /** A little more than ten years: no duration of a message is longer. */
    private static final long LONGEST_NANOS = 1L << 58;

    private static final int MOST_ATTEMPTS = 1_000_000;

    private Checks() {}

    static <T> T there(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static long within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be %,d to %,d, not %,d".formatted(field, least, most, value));
        }
        return value;
    }

    static void slot(int slot) {
        within("slot", slot, 0, SlotOffer.MAX - 1);
    }

    static void task(int task, int attempt) {
        within("task", task, 0, Integer.MAX_VALUE);
        within("attempt", attempt, 1, MOST_ATTEMPTS);
    }

    static void nanos(String field, long value) {
        within(field, value, 0, LONGEST_NANOS);
    }

    /** A duration or amount that not every system can tell: −1 where it cannot. */
    static void nanosIfKnown(String field, long value) {
        within(field, value, -1, LONGEST_NANOS);
    }

    /** A text of which nothing may be left out. */
    static String text(String field, @Nullable String value, int most) {
        String text = there(field, value);
        within("the length of " + field, text.length(), 1, most);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " has a control character");
        }
        return text;
    }

    /** A text for people, shortened where it is too long. */
    static String shortened(@Nullable String value, int most) {
        String text = value == null ? "" : value;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** A list of which nothing may be left out. */
    static <T> List<T> all(String field, @Nullable List<T> values) {
        List<T> list = there(field, values);
        for (T value : list) {
            there("an entry of " + field, value);
        }
        return List.copyOf(list);
    }

    /** Texts that name something; none where a node of another version says nothing. */
    static List<String> texts(
            String field, @Nullable List<String> values, int mostTexts, int mostCharacters) {
        List<String> list = Lists.orNone(values);
        within("the number of " + field, list.size(), 0, mostTexts);
        list.forEach(text -> text("an entry of " + field, text, mostCharacters));
        return list;
    }
}
