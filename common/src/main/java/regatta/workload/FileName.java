package regatta.workload;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Makes names for files. A name that this class makes is never a path, is never hidden, and means
 * the same on every system.
 *
 * <p>A name may contain Unicode. A name has at most 255 bytes in UTF-8, as common file systems
 * allow.
 */
public final class FileName {
    static final int MAX_BYTES = 255;
    private static final int MAX_EXTENSION_BYTES = 32;
    private static final String NAMELESS = "download";

    /** Path separators, and other characters with a special meaning to a system or shell. */
    private static final String RESERVED = "/\\:*?\"<>|";

    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private FileName() {}

    /** Returns whether a text is already a valid name. */
    public static boolean isPlain(String name) {
        return !name.isEmpty() && plain(name).equals(name);
    }

    /**
     * Makes a file name of any text. The name is {@code download} if no character of the text is
     * allowed.
     */
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

    /**
     * Returns whether a character turns the direction of writing. Such a character can make {@code
     * txt.exe} look like {@code exe.txt}.
     */
    private static boolean turnsText(int codePoint) {
        return (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x200e
                || codePoint == 0x200f
                || codePoint == 0x061c;
    }

    /**
     * Inserts a suffix, such as a number, before the extension of a name: {@code a-7.bin}. Shortens
     * the name if it becomes too long.
     */
    public static String numbered(String name, String suffix) {
        String extension = extension(name);
        String stem = name.substring(0, name.length() - extension.length());
        return limit(stem, MAX_BYTES - suffix.length() - bytes(extension)) + suffix + extension;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot) : "";
        return bytes(extension) > MAX_EXTENSION_BYTES ? "" : extension;
    }

    /**
     * Returns the name in a form that this system can write. If the encoding of the locale lacks a
     * character of the name, the returned name has an underscore for each character that is not
     * ASCII.
     */
    public static String writable(String name) {
        try {
            Path _ = Path.of(name);
            return name;
        } catch (InvalidPathException _) {
            return ascii(name);
        }
    }

    /** Replaces each character that is not ASCII by an underscore. */
    static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints().forEach(each -> ascii.appendCodePoint(each < 0x80 ? each : '_'));
        return ascii.toString();
    }

    /**
     * Shortens a name to at most {@code bytes} bytes. Keeps the extension, and cuts off whole
     * characters before the extension.
     */
    private static String limit(String name, int bytes) {
        if (bytes(name) <= bytes) {
            return name;
        }
        String extension = extension(name);
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
