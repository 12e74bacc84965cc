package regatta.comparison.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/** Statistics of a few numbers. */
public final class Sample {
    private Sample() {}

    /**
     * Returns the middle value, or the mean of the two middle values. The array must have at least
     * one value.
     */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double[] of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Returns the sample standard deviation (with divisor n − 1). */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /**
     * Returns half the width of Student's interval of the mean (The Probable Error of a Mean,
     * Biometrika 6(1), 1908).
     *
     * @param confidence the confidence of the interval, such as 0.95
     */
    static double halfWidth(double[] values, double confidence) {
        double quantile =
                TDistribution.of(values.length - 1)
                        .inverseSurvivalProbability((1 - confidence) / 2);
        return quantile * deviation(values) / Math.sqrt(values.length);
    }
}
