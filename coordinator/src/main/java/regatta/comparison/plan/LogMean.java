package regatta.comparison.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The geometric mean of a few positive numbers, such as ratios or times, with the interval and the
 * tests of the mean.
 *
 * <p>Run times are skewed and ratios multiply, so this class averages logarithms (P. J. Fleming, J.
 * J. Wallace, How not to lie with statistics: the correct way to summarize benchmark results, CACM
 * 29(3), 1986). The interval of the mean logarithm, transformed back, is the interval of the
 * geometric mean (J. M. Bland, D. G. Altman, Transformations, means, and confidence intervals, BMJ
 * 312:1079, 1996).
 *
 * @param count how many numbers the mean has
 * @param mean the mean of the natural logarithms
 * @param deviation the sample standard deviation of the logarithms; NaN for one number
 */
record LogMean(int count, double mean, double deviation) {
    /**
     * The smallest number of values for which there is an interval. With fewer values, intervals
     * are too wide to be useful.
     */
    static final int FEWEST = 3;

    private static final int MOST_ROUNDS = 1000;

    static LogMean of(double[] values) {
        double[] logs = Arrays.stream(values).map(Math::log).toArray();
        double deviation = logs.length > 1 ? Sample.deviation(logs) : Double.NaN;
        return new LogMean(logs.length, Sample.mean(logs), deviation);
    }

    /** Returns the geometric mean of the ratios numerator / denominator. */
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
     * Returns Student's t-interval (The Probable Error of a Mean, Biometrika 6(1), 1908); empty
     * below three numbers.
     *
     * @param confidence the confidence of the interval, such as 0.95
     */
    Optional<Interval> interval(double confidence) {
        if (count < FEWEST) {
            return Optional.empty();
        }
        double half = quantile(count, confidence) * deviation / Math.sqrt(count);
        return Optional.of(new Interval(Math.exp(mean - half), Math.exp(mean + half)));
    }

    /** Returns the one-sided p-value of the hypothesis that the geometric mean is at most 1. */
    double pValueOfMore() {
        return mean > 0 ? pValue() / 2 : 1 - pValue() / 2;
    }

    /**
     * Returns the two-sided p-value of the hypothesis that the geometric mean is 1. Returns 1 below
     * three numbers.
     */
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
     * Returns how many numbers are needed to show a given ratio, such as 1.1, with a given power.
     * Empty if more than a thousand numbers are needed, or if this mean has too few numbers for an
     * estimate.
     *
     * <p>The method is the second stage of C. Stein (A two-sample test for a linear hypothesis
     * whose power is independent of the variance, Annals of Mathematical Statistics 16(3), 1945).
     * The method allows for how little a few numbers say about their own spread. So the power holds
     * on average over many samples of that size.
     *
     * @param level the level of the one-sided test, such as 0.025
     */
    OptionalInt countToShow(double ratio, double level, double power) {
        if (count < FEWEST) {
            return OptionalInt.empty();
        }
        TDistribution student = TDistribution.of(count - 1);
        double quantiles =
                student.inverseSurvivalProbability(level)
                        + student.inverseSurvivalProbability(1 - power);
        double needed = Math.pow(quantiles * deviation / Math.log(ratio), 2);
        return needed > MOST_ROUNDS
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(FEWEST, (int) Math.ceil(needed)));
    }

    private static double quantile(int count, double confidence) {
        return TDistribution.of(count - 1).inverseSurvivalProbability((1 - confidence) / 2);
    }
}
