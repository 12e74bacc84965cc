package regatta.workload.download.http1;

/**
 * One header field. {@code toString} hides the value, which may be a credential.
 *
 * <p>Code in this package that runs for every request uses plain loops and no streams. The JVM of a
 * worker often lives only for seconds, and compiling streams took longer than running them.
 */
public record Header(String name, String value) {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** Returns whether a text is a field name: a token (RFC 9110, section 5.6.2). */
    public static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /** Returns whether a text may be sent as a value: printable ASCII, spaces and tabs. */
    public static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && (c < ' ' || c >= 0x7f)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name + ": …";
    }
}
