package regatta.machine;

import java.util.regex.Pattern;

/** Masks secrets in a configuration that is shown to people. */
public final class Secrets {
    /** The name of a file that holds a secret is not secret, so keys of files do not match. */
    private static final Pattern KEY = Pattern.compile("(?i)(password|secret|token|key)$");

    private static final Pattern PART =
            Pattern.compile("(?i)((password|user|token|secret)=)[^&;\"]*");
    private static final String MASK = "***";

    private Secrets() {}

    /** The value of a key, with secrets and the credentials of URLs masked. */
    public static String shown(String key, String value) {
        return KEY.matcher(key).find() ? MASK : PART.matcher(value).replaceAll("$1" + MASK);
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
