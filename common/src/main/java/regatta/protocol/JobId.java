package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * Identifies a job by sixteen random characters of base 32, so that a client cannot guess the id of
 * another client's job.
 */
public record JobId(@JsonValue String value) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH = 16;
    private static final int RADIX = 32;
    private static final int MAX = 64;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        // The id becomes the name of a folder on every node.
        if (value == null || value.isEmpty() || value.length() > MAX || !isPlain(value)) {
            throw new IllegalArgumentException(
                    "a job id has 1 to %d letters, digits, '-' and '_'".formatted(MAX));
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** Returns a new random id. Safe from any thread. */
    public static JobId random() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(Integer.toString(RANDOM.nextInt(RADIX), RADIX));
        }
        return new JobId(id.toString().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
