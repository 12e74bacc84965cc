package regatta.comparison.plan;

import java.util.Arrays;

/**
 * The exact interval of the centre of a few numbers, however long the tails of their distribution
 * as long as it is symmetric: the means of all pairs (J. L. Hodges, E. L. Lehmann, Estimates of
 * location based on rank tests, Annals of Mathematical Statistics 34(2), 1963), cut off at both
 * ends by the distribution of the signed rank sum (F. Wilcoxon, Individual comparisons by ranking
 * methods, Biometrics Bulletin 1(6), 1945).
 */
final class SignedRanks {
    /** With fewer numbers the interval of 95 % holds the truth in clearly more than 95 %. */
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
     * The shortest interval with at least the confidence.
     *
     * @param confidence such as 0.95, for which it takes six numbers
     */
    Interval interval(double confidence) {
        int cut = cut((1 - confidence) / 2);
        return new Interval(means[cut], means[means.length - 1 - cut]);
    }

    /** The largest rank sum that comes up, it and all smaller ones, with at most this chance. */
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
