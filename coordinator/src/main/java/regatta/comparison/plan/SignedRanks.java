package regatta.comparison.plan;

import java.util.Arrays;

/**
 * An exact interval of the centre of a few numbers. The numbers must come from a symmetric
 * distribution, which may have long tails.
 *
 * <p>The method takes the means of all pairs (J. L. Hodges, E. L. Lehmann, Estimates of location
 * based on rank tests, Annals of Mathematical Statistics 34(2), 1963). The distribution of the
 * signed rank sum decides how many of these means to cut off at each end (F. Wilcoxon, Individual
 * comparisons by ranking methods, Biometrics Bulletin 1(6), 1945).
 */
final class SignedRanks {
    /**
     * The smallest number of values for which to use ranks. With fewer values, the 95 % interval
     * covers the truth in clearly more than 95 % of cases.
     */
    static final int FEWEST = 7;

    private final double[] means;
    private final int count;

    SignedRanks(double[] values) {
        count = values.length;
        means = new double[count * (count + 1) / 2];
        int next = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                means[next++] = (values[i] + values[j]) / 2;
            }
        }
        Arrays.sort(means);
    }

    double centre() {
        return Sample.median(means);
    }

    /**
     * Returns the shortest interval with at least the confidence {@code confidence}.
     *
     * @param confidence the confidence, such as 0.95; 0.95 needs at least six numbers
     */
    Interval interval(double confidence) {
        int cut = cut((1 - confidence) / 2);
        return new Interval(means[cut], means[means.length - 1 - cut]);
    }

    /**
     * Returns the largest rank sum for which this sum and all smaller sums together have at most
     * the probability {@code tail}.
     */
    private int cut(double tail) {
        double[] chances = new double[means.length + 1];
        chances[0] = 1;
        for (int rank = 1; rank <= count; rank++) {
            for (int sum = chances.length - 1; sum >= 0; sum--) {
                double with = sum >= rank ? chances[sum - rank] : 0;
                chances[sum] = (chances[sum] + with) / 2;
            }
        }
        int cut = 0;
        double all = chances[0];
        while (all + chances[cut + 1] <= tail) {
            cut++;
            all += chances[cut];
        }
        return cut;
    }
}
