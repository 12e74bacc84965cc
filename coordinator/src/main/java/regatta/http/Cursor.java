package regatta.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/** Encodes a position in a list as text that a client need not understand. */
public final class Cursor {
    private Cursor() {}

    public static String write(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("at:" + position).getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the position that a cursor encodes; empty if {@link #write} did not make the cursor.
     */
    static OptionalLong read(String cursor) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
            return text.matches("at:-?\\d{1,18}")
                    ? OptionalLong.of(Long.parseLong(text.substring(3)))
                    : OptionalLong.empty();
        } catch (IllegalArgumentException _) {
            return OptionalLong.empty();
        }
    }
}
