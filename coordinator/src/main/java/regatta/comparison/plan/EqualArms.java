package regatta.comparison.plan;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Tests whether any arm differs from any other arm. The test is the F-test of arms in complete
 * blocks (R. A. Fisher, The Design of Experiments, 1935), on logarithms of seconds.
 *
 * <p>If one arm is far noisier than the other arms, the plain F-test errs up to eight times as
 * often as the test's level says. Therefore the covariances of the arms reduce the test's degrees
 * of freedom (G. E. P. Box, Annals of Mathematical Statistics 25(3), 1954; S. Geisser, S. W.
 * Greenhouse, Annals of Mathematical Statistics 29(3), 1958).
 */
final class EqualArms {
    private EqualArms() {}

    /**
     * Returns the p-value of the hypothesis that all arms are equal; 1 if there are fewer than two
     * arms or blocks.
     *
     * @param seconds one row for each block, one column for each arm
     */
    static double pValue(double[][] seconds) {
        int blocks = seconds.length;
        int arms = blocks == 0 ? 0 : seconds[0].length;
        if (blocks < 2 || arms < 2) {
            return 1;
        }
        double[] ofArms = new double[arms];
        double[][] rest = new double[blocks][arms];
        for (int block = 0; block < blocks; block++) {
            double[] logs = Arrays.stream(seconds[block]).map(Math::log).toArray();
            double ofBlock = Sample.mean(logs);
            for (int arm = 0; arm < arms; arm++) {
                rest[block][arm] = logs[arm] - ofBlock;
                ofArms[arm] += rest[block][arm] / blocks;
            }
        }
        double between = 0;
        for (int arm = 0; arm < arms; arm++) {
            between += blocks * ofArms[arm] * ofArms[arm];
            for (double[] row : rest) {
                row[arm] -= ofArms[arm];
            }
        }
        return pValue(between, rest);
    }

    private static double pValue(double between, double[][] rest) {
        int degrees = rest[0].length - 1;
        double[][] products = products(rest);
        double trace = 0;
        double squares = 0;
        for (int i = 0; i <= degrees; i++) {
            trace += products[i][i];
            squares += Arrays.stream(products[i]).map(each -> each * each).sum();
        }
        if (trace <= 0) {
            return between > 0 ? 0 : 1;
        }
        double shrink = Math.clamp(trace * trace / (degrees * squares), 1.0 / degrees, 1);
        double ratio = between * (rest.length - 1) / trace;
        return FDistribution.of(shrink * degrees, shrink * degrees * (rest.length - 1))
                .survivalProbability(ratio);
    }

    /** Returns the covariances of the arms, times a constant that cancels out later. */
    private static double[][] products(double[][] rest) {
        int arms = rest[0].length;
        double[][] products = new double[arms][arms];
        for (double[] row : rest) {
            for (int i = 0; i < arms; i++) {
                for (int j = 0; j < arms; j++) {
                    products[i][j] += row[i] * row[j];
                }
            }
        }
        return products;
    }
}
