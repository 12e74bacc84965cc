package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.Locale;

/** Names a job: sixteen characters of base 32, random, so that a client cannot guess another's. */
public record JobId(@JsonValue String value) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH = 16;
    private static final int RADIX = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("a job id has 1 to 64 characters");
        }
    }

    /** Returns a fresh id; safe from any thread. */
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
