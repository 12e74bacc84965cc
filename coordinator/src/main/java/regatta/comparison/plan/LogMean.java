package regatta.comparison.plan;

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

    /** One-sided p-value of the t-test that the geometric mean is at most 1. */
    double pValueOfMore() {
        return mean > 0 ? pValue() / 2 : 1 - pValue() / 2;
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
     * How many numbers it takes to show a given ratio, such as 1.1, with a given power: the second
     * stage of C. Stein (A two-sample test for a linear hypothesis whose power is independent of
     * the variance, Annals of Mathematical Statistics 16(3), 1945). It takes into account how
     * little a few numbers say of their spread, so that the power is kept on average over such
     * first stages. Empty when even a thousand would not do or when there are too few numbers.
     *
     * @param level of the one-sided test, such as 0.025
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
