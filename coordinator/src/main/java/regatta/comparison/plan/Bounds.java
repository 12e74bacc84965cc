package regatta.comparison.plan;

/**
 * How much may happen during a round before it is disturbed: each a part, 0 to 1, unless it says
 * seconds.
 *
 * @param others slot time that jobs of others used
 * @param stoodStillSeconds time for which a node stood still
 * @param throttled time that a quota held the round back, where it does not hold back most rounds
 *     of the arm
 * @param coresTaken cores that the round could use and other programs took
 */
public record Bounds(double others, double stoodStillSeconds, double throttled, double coresTaken) {
    /** The bounds where nobody sets any. */
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
