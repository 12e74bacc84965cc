package regatta.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.typesafe.config.Config;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Applies the configuration's settings to the log. The program must call {@link #apply} before a
 * node starts.
 */
public final class LogSettings {
    /**
     * The key of the level of Regatta's own loggers. A system property of this name takes
     * precedence over the configuration.
     */
    public static final String LEVEL = "regatta.log.level";

    /** The key of the format of a log line, {@code text} or {@code json}. */
    public static final String FORMAT = "regatta.log.format";

    private static final Set<String> LEVELS =
            Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF");
    private static final Set<String> FORMATS = Set.of("text", "json");

    private LogSettings() {}

    /**
     * Applies the settings of the log.
     *
     * @param byDefault the level if the configuration sets no level
     * @throws IllegalArgumentException if a setting is wrong; the message names the setting
     */
    public static void apply(Config root, String byDefault) {
        String level = root.getString(LEVEL);
        set(LEVEL, level.isEmpty() ? byDefault : level, LEVELS);
        set(FORMAT, root.getString(FORMAT), FORMATS);
        configure();
    }

    /**
     * Reads logback.xml again, because the first logger read it before these settings were known.
     */
    private static void configure() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            try {
                new ContextInitializer(context).autoConfig();
            } catch (JoranException wrong) {
                throw new IllegalArgumentException("logback.xml: " + wrong.getMessage(), wrong);
            }
        }
    }

    private static void set(String key, String value, Set<String> possible) {
        if (!possible.contains(value)) {
            throw new IllegalArgumentException(
                    "%s must be one of %s, not %s"
                            .formatted(key, possible.stream().sorted().toList(), value));
        }
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
