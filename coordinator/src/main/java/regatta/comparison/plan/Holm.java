package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs several tests with one error rate for all of them (S. Holm, A simple sequentially rejective
 * multiple test procedure, Scandinavian Journal of Statistics 6:65–70, 1979).
 */
final class Holm {
    private Holm() {}

    /**
     * Returns for each p-value, at the same index, whether its hypothesis is rejected.
     *
     * @param level the chance of rejecting at least one true hypothesis, such as 0.05
     */
    static boolean[] rejected(double[] pValues, double level) {
        boolean[] rejected = new boolean[pValues.length];
        List<Integer> ascending =
                IntStream.range(0, pValues.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> pValues[i]))
                        .toList();
        int left = pValues.length;
        for (int i : ascending) {
            if (pValues[i] > level / left) {
                break;
            }
            rejected[i] = true;
            left--;
        }
        return rejected;
    }
}
