package regatta.bench.method;

import java.util.random.RandomGenerator;

/**
 * Makes up the times of rounds as a JVM produces them: skewed towards long times, drifting, and
 * with outliers. For one comparison and one thread.
 *
 * <p>The logarithm of a round's factor is a sum. Its main part is two thirds of {@code spread},
 * times the sum of a normal and an exponential random number; the exponential one makes the skew.
 * One round in thirty gets an outlier of 10 to 40 %, like a neighbour or a long garbage collection.
 * The machine drifts by a line of up to 10 % over the whole comparison, and by a random walk of a
 * third of the spread in each round.
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
     * Creates the noise of one comparison.
     *
     * @param spread roughly the standard deviation of the logarithm, without outliers and drift
     * @param rounds the number of rounds of all arms together
     */
    Noise(RandomGenerator random, double spread, int rounds) {
        this.random = random;
        this.spread = spread;
        this.slope = random.nextDouble(-DRIFT, DRIFT) / rounds;
    }

    /**
     * Returns the factor by which noise lengthens the next round.
     *
     * @param times how many times as noisy as usual the arm is
     */
    double next(double times) {
        walk += slope + spread / 3 * random.nextGaussian();
        double skewed = random.nextGaussian() + random.nextExponential() - 1;
        double outlier = random.nextDouble() < OUTLIERS ? random.nextDouble(0.1, 0.4) : 0;
        return Math.exp(walk + times * (PART * spread * skewed + outlier));
    }
}
