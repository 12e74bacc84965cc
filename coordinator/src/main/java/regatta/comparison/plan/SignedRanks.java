package regatta.comparison.plan;

import java.util.Arrays;

/**
 * An exact interval of the centre of a few numbers. It needs a symmetric distribution, which may
 * have long tails.
 *
 * <p>The method takes the means of all pairs (J. L. Hodges, E. L. Lehmann, Estimates of location
 * based on rank tests, Annals of Mathematical Statistics 34(2), 1963). The distribution of the
 * signed rank sum decides how many of them to cut off at both ends (F. Wilcoxon, Individual
 * comparisons by ranking methods, Biometrics Bulletin 1(6), 1945).
 */
final class SignedRanks {
    /**
     * The fewest numbers to use ranks for. With fewer, the 95 % interval covers the truth in
     * clearly more than 95 % of cases.
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
     * Returns the shortest interval that has at least this confidence.
     *
     * @param confidence such as 0.95, which needs at least six numbers
     */
    Interval interval(double confidence) {
        int cut = cut((1 - confidence) / 2);
        return new Interval(means[cut], means[means.length - 1 - cut]);
    }

    /**
     * Returns the largest rank sum such that it and all smaller sums together have at most this
     * probability.
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
