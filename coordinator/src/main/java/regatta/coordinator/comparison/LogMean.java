package regatta.coordinator.comparison;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The geometric mean of a few positive numbers – ratios or times – and what can be said about it.
 *
 * <p>Run times are skewed and ratios multiply, so both are averaged as logarithms (P. J. Fleming,
 * J. J. Wallace, How not to lie with statistics: the correct way to summarize benchmark results,
 * CACM 29(3), 1986) and the interval of the mean logarithm, transformed back, is the interval of
 * the geometric mean (J. M. Bland, D. G. Altman, Transformations, means, and confidence intervals,
 * BMJ 312:1079, 1996).
 *
 * @param count how many numbers
 * @param mean mean of their natural logarithms
 * @param deviation sample standard deviation of these; NaN for one number
 */
record LogMean(int count, double mean, double deviation) {
    /** Fewer numbers give intervals too wide to be of use. */
    static final int FEWEST = 3;

    private static final int MOST_ROUNDS = 1000;

    static LogMean of(double[] values) {
        double[] logs = Arrays.stream(values).map(Math::log).toArray();
        double deviation = logs.length > 1 ? Sample.deviation(logs) : Double.NaN;
        return new LogMean(logs.length, Sample.mean(logs), deviation);
    }

    /** Of the ratios of each pair: how many times the second value goes into the first. */
    static LogMean ofRatios(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = numerators[i] / denominators[i];
        }
        return of(ratios);
    }

    double estimate() {
        return Math.exp(mean);
    }

    /**
     * Student's t-interval (The Probable Error of a Mean, Biometrika 6(1), 1908); empty below three
     * numbers.
     *
     * @param confidence such as 0.95
     */
    Optional<Interval> interval(double confidence) {
        if (count < FEWEST) {
            return Optional.empty();
        }
        double half = quantile(count, confidence) * deviation / Math.sqrt(count);
        return Optional.of(new Interval(Math.exp(mean - half), Math.exp(mean + half)));
    }

    /** Two-sided p-value of the t-test that the geometric mean is 1; 1 below three numbers. */
    double pValue() {
        if (count < FEWEST || mean == 0) {
            return 1;
        }
        double error = deviation / Math.sqrt(count);
        if (error == 0) {
            return 0;
        }
        return 2 * TDistribution.of(count - 1).survivalProbability(Math.abs(mean) / error);
    }

    /**
     * How many numbers of this spread it would take until the interval leaves 1 out; empty when
     * even a thousand would not.
     */
    OptionalInt countToTell(double confidence) {
        for (int n = FEWEST; n <= MOST_ROUNDS; n++) {
            if (quantile(n, confidence) * deviation / Math.sqrt(n) < Math.abs(mean)) {
                return OptionalInt.of(n);
            }
        }
        return OptionalInt.empty();
    }

    private static double quantile(int count, double confidence) {
        return TDistribution.of(count - 1).inverseSurvivalProbability((1 - confidence) / 2);
    }
}
