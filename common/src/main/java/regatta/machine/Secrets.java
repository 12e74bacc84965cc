package regatta.machine;

import java.util.regex.Pattern;

/** What of a configuration is not to be shown. */
public final class Secrets {
    /** A file that holds a secret is none itself. */
    private static final Pattern KEY = Pattern.compile("(?i)(password|secret|token|key)$");

    private static final Pattern PART =
            Pattern.compile("(?i)((password|user|token|secret)=)[^&;\"]*");
    private static final String MASK = "***";

    private Secrets() {}

    /** The value of a key as it may be shown: nothing of a secret, nor of a credential in a URL. */
    public static String shown(String key, String value) {
        return KEY.matcher(key).find() ? MASK : PART.matcher(value).replaceAll("$1" + MASK);
    }

    /** The same of an argument of the JVM, such as {@code -Dkey=value}. */
    static String shown(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0
                ? argument
                : argument.substring(0, equals + 1)
                        + shown(argument.substring(0, equals), argument.substring(equals + 1));
    }
}
