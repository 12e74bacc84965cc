package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the fields of messages. Each exception names the wrong field and its limit. */
final class Checks {
    /**
     * The largest number that a report, a dispatch or an epoch may have. No node ever counts up to
     * this number.
     */
    static final long MOST = 1L << 53;

    /** The longest duration that a message may state: a little more than nine years. */
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

    /**
     * Checks a duration or an amount. The value −1 says that the system cannot tell the duration or
     * amount.
     */
    static void nanosIfKnown(String field, long value) {
        within(field, value, -1, LONGEST_NANOS);
    }

    /**
     * Checks that a text is present, has 1 to {@code most} characters and has no control character.
     * Returns the text.
     */
    static String text(String field, @Nullable String value, int most) {
        String text = there(field, value);
        within("the length of " + field, text.length(), 1, most);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " has a control character");
        }
        return text;
    }

    /**
     * Cuts a text, which is for people to read, to {@code most} characters. Returns an empty text
     * for null.
     */
    static String shortened(@Nullable String value, int most) {
        String text = value == null ? "" : value;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** Checks that a list and each of its entries are present. Returns a copy of the list. */
    static <T> List<T> all(String field, @Nullable List<T> values) {
        List<T> list = there(field, values);
        for (T value : list) {
            // There may be hundreds of entries in each message, so make the text only if needed.
            if (value == null) {
                throw new IllegalArgumentException("an entry of " + field + " is missing");
            }
        }
        return List.copyOf(list);
    }

    /**
     * Checks a list of names and returns a copy of the list. Returns an empty list for null, which
     * a node of another version may send.
     */
    static List<String> texts(
            String field, @Nullable List<String> values, int mostTexts, int mostCharacters) {
        List<String> list = Lists.orNone(values);
        within("the number of " + field, list.size(), 0, mostTexts);
        list.forEach(text -> text("an entry of " + field, text, mostCharacters));
        return list;
    }
}
