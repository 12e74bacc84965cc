package regatta.machine;

import java.util.regex.Pattern;

/** Masks secrets in what is shown to people: configurations and logs. */
public final class Secrets {
    /** The name of a file that holds a secret is not secret, so keys of files do not match. */
    private static final Pattern KEY = Pattern.compile("(?i)(password|secret|token|key)$");

    private static final Pattern PART =
            Pattern.compile("(?i)((password|user|token|secret)=)[^&;\"]*");

    /** A parameter of a URL whose name says that its value lets somebody in. */
    private static final Pattern QUERY =
            Pattern.compile(
                    "(?i)([?&;][^=&?\\s\"']*(?:sig|token|secret|credential|password|passwd|key)"
                            + "[^=&?\\s\"']*=)[^&\\s\"'#]+");

    private static final Pattern USER =
            Pattern.compile(
                    "(?i)(https?://|://(?=[^/?#\\s\"'@:]*:[^/?#\\s\"'@]*@))[^/?#\\s\"'@]+@");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer |basic )[\\w.~+/=-]{8,}");
    private static final String MASK = "***";

    private Secrets() {}

    /** The value of a key, with secrets and the credentials of URLs masked. */
    public static String shown(String key, String value) {
        return KEY.matcher(key).find() ? MASK : PART.matcher(value).replaceAll("$1" + MASK);
    }

    /** Text for a log, such as an error's, with what URLs and headers in it hide masked. */
    public static String masked(String text) {
        String shown = text;
        if (text.contains("=")) {
            shown = QUERY.matcher(shown).replaceAll("$1" + MASK);
        }
        if (text.contains("://")) {
            shown = USER.matcher(shown).replaceAll("$1" + MASK + "@");
        }
        return BEARER.matcher(shown).replaceAll("$1" + MASK);
    }

    /** An argument of the JVM such as {@code -Dkey=value}, masked in the same way. */
    static String shown(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0
                ? argument
                : argument.substring(0, equals + 1)
                        + shown(argument.substring(0, equals), argument.substring(equals + 1));
    }
}
