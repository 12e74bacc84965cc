package regatta.workload;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Names for files that are names alone: never a path, hidden, or more than one thing to two
 * systems.
 *
 * <p>Unicode is kept. At most 255 bytes in UTF-8, as common file systems allow.
 */
public final class FileName {
    static final int MAX_BYTES = 255;
    private static final int MAX_EXTENSION_BYTES = 32;
    private static final String NAMELESS = "download";

    /** Separators and other characters that some system or shell reads as more than themselves. */
    private static final String RESERVED = "/\\:*?\"<>|";

    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private FileName() {}

    /** Whether a name may be used as it stands. */
    public static boolean isPlain(String name) {
        return !name.isEmpty() && plain(name).equals(name);
    }

    /** Makes a plain name of any text; {@code download} where nothing is left. */
    public static String plain(String text) {
        StringBuilder kept = new StringBuilder();
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            kept.appendCodePoint(plain(text.codePointAt(at)));
        }
        String name = trim(kept.toString());
        if (DEVICE.matcher(name).matches()) {
            name = trim("_" + name);
        }
        return name.isEmpty() ? NAMELESS : name;
    }

    private static String trim(String name) {
        int start = 0;
        while (start < name.length() && isEdge(name.charAt(start))) {
            start++;
        }
        String limited = limit(name.substring(start), MAX_BYTES);
        int end = limited.length();
        while (end > 0 && isEdge(limited.charAt(end - 1))) {
            end--;
        }
        return limited.substring(0, end);
    }

    private static boolean isEdge(char c) {
        return c == '.' || c == ' ';
    }

    private static int plain(int codePoint) {
        boolean harmless =
                switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            false;
                    default -> RESERVED.indexOf(codePoint) < 0 && !turnsText(codePoint);
                };
        return harmless ? codePoint : '_';
    }

    /** Marks that make {@code exe.txt} of {@code txt.exe} for the eye. */
    private static boolean turnsText(int codePoint) {
        return (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x200e
                || codePoint == 0x200f
                || codePoint == 0x061c;
    }

    /** The name with a number behind it, still short enough: {@code a.bin-7}. */
    public static String numbered(String name, String suffix) {
        return limit(name, MAX_BYTES - suffix.length()) + suffix;
    }

    /**
     * The name as this system can write it: in ASCII where its encoding, that of the locale, lacks
     * a character.
     */
    public static String writable(String name) {
        try {
            Path _ = Path.of(name);
            return name;
        } catch (InvalidPathException _) {
            return ascii(name);
        }
    }

    /** The name with an underscore for each character that is not ASCII. */
    static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints().forEach(each -> ascii.appendCodePoint(each < 0x80 ? each : '_'));
        return ascii.toString();
    }

    /** Cuts the stem rather than the extension, and never within a character. */
    private static String limit(String name, int bytes) {
        if (bytes(name) <= bytes) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot) : "";
        if (bytes(extension) > MAX_EXTENSION_BYTES) {
            extension = "";
        }
        int room = bytes - bytes(extension);
        StringBuilder stem = new StringBuilder();
        for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
            String next = Character.toString(name.codePointAt(at));
            room -= bytes(next);
            if (room < 0) {
                break;
            }
            stem.append(next);
        }
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
