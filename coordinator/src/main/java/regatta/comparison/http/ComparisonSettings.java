package regatta.comparison.http;

import com.typesafe.config.Config;
import regatta.comparison.plan.Bounds;

/**
 * The settings in {@code regatta.comparison}, read once.
 *
 * @param bounds how much may happen during a round before the round counts as disturbed
 */
public record ComparisonSettings(Bounds bounds) {
    private static final String DISTURBED = "regatta.comparison.disturbed";
    private static final double NANOS = 1e9;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if a setting is wrong; the message names the setting
     */
    public static ComparisonSettings of(Config root) {
        Config own = root.getConfig(DISTURBED);
        return new ComparisonSettings(
                new Bounds(
                        part(own, "other-jobs"),
                        stoodStill(own),
                        part(own, "throttled"),
                        part(own, "cores-taken")));
    }

    private static double stoodStill(Config own) {
        double seconds = own.getDuration("stood-still").toNanos() / NANOS;
        if (seconds <= 0) {
            throw new IllegalArgumentException(DISTURBED + ".stood-still must be above 0");
        }
        return seconds;
    }

    private static double part(Config own, String name) {
        double part = own.getDouble(name);
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    "%s.%s must be a part, above 0 and at most 1, not %s"
                            .formatted(DISTURBED, name, part));
        }
        return part;
    }
}
