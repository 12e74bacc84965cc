package regatta.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks secrets in what is shown to people: configurations and logs. */
public final class Secrets {
    /**
     * Matches keys whose value is a secret. A key such as {@code token-file} or {@code
     * regatta.http.tls.key} does not match, because the name of a file is no secret.
     */
    private static final Pattern KEY =
            Pattern.compile(
                    "(?i)(password|secret|token|(?<!regatta\\.(?:cluster|http)\\.tls\\.)key)$");

    private static final Pattern PART =
            Pattern.compile("(?i)((password|user|token|secret)=)[^&;\"]*");

    /**
     * Matches the name of a parameter of a URL. It reads each character once, because the text may
     * come from a stranger.
     */
    private static final Pattern NAME = Pattern.compile("[?&;#][^=&?;#\\s\"']*+=");

    /** Matches the value of a parameter of a URL. */
    private static final Pattern VALUE = Pattern.compile("[^&\\s\"'#]++");

    /** Matches a name of a parameter that suggests that its value grants access. */
    private static final Pattern GRANTS =
            Pattern.compile(
                    "(?i)sig|token|secret|credential|pass|pwd|key|hmac|jwt|auth(?!ors?(?![a-z]))|hdn|\\Wmd5=");

    /** Matches a percent-encoded letter, digit or {@code _}, as a name may have. */
    private static final Pattern ENCODED = Pattern.compile("(?i)%([3-7][0-9a-f])");

    private static final Pattern USER =
            Pattern.compile(
                    "(?i)(https?://|://(?=[^/?#\\s\"'@:]*:[^/?#\\s\"'@]*@))[^/?#\\s\"'@]+@");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer |basic )[\\w.~+/=-]{8,}");
    private static final String MASK = "***";

    private Secrets() {}

    /**
     * Returns the value of a key in the form that people may see: masks a secret and the
     * credentials in URLs.
     */
    public static String shown(String key, String value) {
        return KEY.matcher(key).find() ? MASK : masked(PART.matcher(value).replaceAll("$1" + MASK));
    }

    /** Masks the credentials that URLs and headers contain in a text for a log. */
    public static String masked(String text) {
        // The searches for characters that each pattern needs only save time: a list has a million
        // URLs.
        String shown = text;
        if (text.contains("=")) {
            shown = maskedParameters(shown);
        }
        if (text.contains("://") && text.contains("@")) {
            shown = USER.matcher(shown).replaceAll("$1" + MASK + "@");
        }
        return text.contains(" ") ? BEARER.matcher(shown).replaceAll("$1" + MASK) : shown;
    }

    private static String maskedParameters(String text) {
        StringBuilder shown = new StringBuilder();
        int copied = 0;
        int from = 0;
        Matcher name = NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        while (name.find(from)) {
            from = name.end();
            if (GRANTS.matcher(decoded(name.group())).find()
                    && value.region(from, text.length()).lookingAt()) {
                shown.append(text, copied, from).append(MASK);
                copied = value.end();
                from = copied;
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    /** Returns a parameter's name with its letters as the server reads them. */
    private static String decoded(String name) {
        return name.contains("%")
                ? ENCODED.matcher(name)
                        .replaceAll(found -> {
                            String letter =
                                    Character.toString(Integer.parseInt(found.group(1), 16));
                            return Matcher.quoteReplacement(letter);
                        })
                : name;
    }

    /** Masks secrets in an argument of the JVM such as {@code -Dkey=value}. */
    public static String shown(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0
                ? argument
                : argument.substring(0, equals + 1)
                        + shown(argument.substring(0, equals), argument.substring(equals + 1));
    }
}
