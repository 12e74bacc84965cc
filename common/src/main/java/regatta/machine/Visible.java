package regatta.machine;

/**
 * Replaces characters that a terminal would obey, or that hide other text, by visible escapes. The
 * replaced characters are control characters (C0, C1), line separators and Unicode's format
 * characters, such as the marks that turn the direction of writing.
 */
public final class Visible {
    private Visible() {}

    /**
     * Returns the text with each character that must be replaced as {@code \}{@code uXXXX}, and the
     * end of a line as {@code \n}.
     */
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && !hides(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : escaped(text, at);
    }

    private static String escaped(String text, int from) {
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char each = text.charAt(i);
            if (!hides(each)) {
                shown.append(each);
            } else {
                switch (each) {
                    case '\n' -> shown.append("\\n");
                    case '\r' -> shown.append("\\r");
                    case '\t' -> shown.append("\\t");
                    default -> shown.append("\\u%04x".formatted((int) each));
                }
            }
        }
        return shown.toString();
    }

    private static boolean hides(char each) {
        if (each < ' ') {
            return true;
        }
        return each >= 0x7f
                && switch (Character.getType(each)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }
}
