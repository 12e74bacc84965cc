package regatta.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads a configuration value that a person gave. If HOCON reads the whole text as one value, the
 * text is HOCON; otherwise the text is plain. Thus no part of the text is lost. HOCON alone would
 * drop the text after {@code #} or {@code //}, and read the text after a comma as another key.
 */
final class GivenValue {
    private static final String QUOTES = "\"\"\"";

    /** The beginning of a list or an object, but not an IPv6 address in brackets. */
    private static final Pattern STRUCTURE =
            Pattern.compile("(?s)\\{.*|\\[(?![0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*\\]$).*");

    private GivenValue() {}

    /**
     * Returns a configuration that contains only {@code key}, with the value that {@code text}
     * gives.
     *
     * @param origin the place where a person gave the value, for messages
     * @throws ConfigException if the key is not a path, or a list or object is incomplete
     */
    static Config of(String key, String text, String origin) {
        List<String> path = ConfigUtil.splitPath(key);
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
        boolean structured = STRUCTURE.matcher(text).matches();
        if (firstComment(text, false).isEmpty()) {
            try {
                Config parsed = ConfigFactory.parseString(key + " = " + text, options);
                if (holdsOnly(parsed.root(), path)) {
                    return parsed;
                }
            } catch (ConfigException wrong) {
                if (structured) {
                    throw wrong;
                }
                // The text is not HOCON, so the text is plain. For example, a JDBC URL contains a
                // colon.
            }
        }
        if (structured) {
            throw new ConfigException.Parse(
                    ConfigOriginFactory.newSimple(origin),
                    "more than one list or object, or a comment outside of quotes");
        }
        return ConfigFactory.parseString(key + " = " + ConfigUtil.quoteString(text), options);
    }

    private static boolean holdsOnly(ConfigObject root, List<String> path) {
        ConfigValue value = root;
        for (String element : path) {
            if (!(value instanceof ConfigObject object)
                    || object.size() != 1
                    || !object.containsKey(element)) {
                return false;
            }
            value = object.get(element);
        }
        return true;
    }

    /**
     * Returns the number of the line, counted from 1, in which the first HOCON comment outside of
     * quotes begins; empty if the text has no such comment.
     *
     * @param glued whether to find only comments that follow a value without a space, as in {@code
     *     /a#b}
     */
    static OptionalInt firstComment(String text, boolean glued) {
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            char here = text.charAt(at);
            if (here == '\n') {
                line++;
                at++;
            } else if (here == '"') {
                int end = endOfQuotes(text, at);
                line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
                at = end;
            } else if (here == '#' || text.startsWith("//", at)) {
                if (!glued || isGlued(text, at)) {
                    return OptionalInt.of(line);
                }
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                at++;
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isGlued(String text, int at) {
        return at > 0
                && !Character.isWhitespace(text.charAt(at - 1))
                && "{}[],\"".indexOf(text.charAt(at - 1)) < 0;
    }

    private static int endOfQuotes(String text, int start) {
        if (text.startsWith(QUOTES, start)) {
            int end = text.indexOf(QUOTES, start + QUOTES.length());
            return end < 0 ? text.length() : end + QUOTES.length();
        }
        for (int at = start + 1; at < text.length() && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                return at + 1;
            }
        }
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }
}
