package regatta.bench.method;

import java.util.random.RandomGenerator;

/**
 * Times of rounds as a JVM gives them: skewed to the long side, now and then far too long, and
 * drifting; for one comparison and one thread.
 *
 * <p>A round's logarithm is the sum of: two thirds of {@code spread} times a normal number; as much
 * times an exponential one, which makes the skew; in one round of thirty an outlier of 10 to 40 %
 * (a neighbour, a long collection); and the machine's drift: a line of up to 10 % over the whole
 * comparison and a random walk of a third of the spread a round.
 */
final class Noise {
    private static final double PART = 2.0 / 3;
    private static final double OUTLIERS = 1.0 / 30;
    private static final double DRIFT = 0.1;

    private final RandomGenerator random;
    private final double spread;
    private final double slope;
    private double walk;

    /**
     * Of one comparison.
     *
     * @param spread the standard deviation of the logarithm, about, without outliers and drift
     * @param rounds of all arms together
     */
    Noise(RandomGenerator random, double spread, int rounds) {
        this.random = random;
        this.spread = spread;
        this.slope = random.nextDouble(-DRIFT, DRIFT) / rounds;
    }

    /**
     * The factor by which the next round takes longer than it should.
     *
     * @param times how many times as noisy as usual its arm is
     */
    double next(double times) {
        walk += slope + spread / 3 * random.nextGaussian();
        double skewed = random.nextGaussian() + random.nextExponential() - 1;
        double outlier = random.nextDouble() < OUTLIERS ? random.nextDouble(0.1, 0.4) : 0;
        return Math.exp(walk + times * (PART * spread * skewed + outlier));
    }
}
