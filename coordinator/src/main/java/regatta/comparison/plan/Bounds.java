package regatta.comparison.plan;

/**
 * How much may happen during a round before the round counts as disturbed. Each bound is a part
 * from 0 to 1, except {@code stoodStillSeconds}.
 *
 * @param others the part of the slot time that other jobs use
 * @param stoodStillSeconds how long a node stands still
 * @param throttled the part of the round's time for which a quota holds the round back. A quota
 *     disturbs nothing if the quota holds back half of the arm's rounds or more.
 * @param coresTaken the part of the round's usable cores that other programs take
 */
public record Bounds(double others, double stoodStillSeconds, double throttled, double coresTaken) {
    /** The bounds of a plan that sets no bounds. */
    public static final Bounds USUAL = new Bounds(0.02, 0.2, 0.05, 0.1);

    public Bounds {
        if (!isPart(others) || !isPart(throttled) || !isPart(coresTaken)) {
            throw new IllegalArgumentException(
                    "others, throttled and cores taken are parts from 0 to 1");
        }
        if (!(stoodStillSeconds >= 0)) {
            throw new IllegalArgumentException("the time for which a node stood still is below 0");
        }
    }

    private static boolean isPart(double value) {
        return value >= 0 && value <= 1;
    }
}
