package regatta.comparison.plan;

/**
 * A law of scaling, fitted to the seconds of each block separately.
 *
 * <p>Amdahl's law (G. M. Amdahl, Validity of the single processor approach to achieving large scale
 * computing capabilities, AFIPS 30, 1967) is T(n) = T(1) (s + (1 − s) / n). The Universal
 * Scalability Law (N. J. Gunther, Guerrilla Capacity Planning, 2007, chapter 4) adds T(1) k (n −
 * 1).
 *
 * <p>Both laws are linear in 1/n, 1 and n − 1, so least squares gives each block its own s, k and
 * forecast. The weights are 1/T², because run times spread in proportion to their length. The
 * interval of a parameter is the interval of the blocks' values: Student's interval or, from seven
 * blocks on, the interval of {@link SignedRanks} (J. N. S. Matthews, D. G. Altman, M. J. Campbell,
 * P. Royston, Analysis of serial measurements in medical research, BMJ 300:230–235, 1990). A drift
 * that affects a whole block equally cancels out.
 *
 * @param law the fitted law
 * @param serial s, the part of the work that more slots do not shorten; the Universal Scalability
 *     Law calls it contention
 * @param crosstalk k, the time that each slot adds for every other slot; 0 for Amdahl's law
 */
public record LawFit(Law law, Estimate serial, Estimate crosstalk) {
    /**
     * The laws of scaling. A law with {@code terms} parameters needs {@code sizes} numbers of
     * slots, one more than parameters, so that the fit shows the spread.
     */
    public enum Law {
        AMDAHL(2, 3),
        UNIVERSAL_SCALABILITY(3, 4);

        private final int terms;
        private final int sizes;

        Law(int terms, int sizes) {
            this.terms = terms;
            this.sizes = sizes;
        }

        int sizes() {
            return sizes;
        }

        private double[] basis(double slots) {
            return terms == 2
                    ? new double[] {1 / slots, 1}
                    : new double[] {1 / slots, 1, slots - 1};
        }
    }

    /** A value with its 95 % interval. */
    public record Estimate(double value, Interval interval) {
        /**
         * Estimates a value from one value for each block. With enough blocks, the estimate uses
         * ranks, because a single slow round would spoil a mean.
         */
        static Estimate of(double[] values) {
            if (values.length >= SignedRanks.FEWEST) {
                SignedRanks ranks = new SignedRanks(values);
                return new Estimate(ranks.centre(), ranks.interval(Summaries.CONFIDENCE));
            }
            double mean = Sample.mean(values);
            double half = Sample.halfWidth(values, Summaries.CONFIDENCE);
            return new Estimate(mean, new Interval(mean - half, mean + half));
        }
    }

    /**
     * Fits a law.
     *
     * @param slots the numbers of slots
     * @param seconds one row for each block, one column for each number of slots
     */
    static LawFit of(Law law, int[] slots, double[][] seconds) {
        double[][] terms = terms(law, slots, seconds);
        double[] serial = new double[terms.length];
        double[] crosstalk = new double[terms.length];
        for (int block = 0; block < terms.length; block++) {
            double one = terms[block][0] + terms[block][1];
            serial[block] = terms[block][1] / one;
            crosstalk[block] = law.terms == 3 ? terms[block][2] / one : 0;
        }
        return new LawFit(law, Estimate.of(serial), Estimate.of(crosstalk));
    }

    /** Returns the time that {@code size} slots would take, as a part of the time of one slot. */
    static Estimate timeAt(Law law, int size, int[] slots, double[][] seconds) {
        double[][] terms = terms(law, slots, seconds);
        double[] parts = new double[terms.length];
        for (int block = 0; block < terms.length; block++) {
            parts[block] = dot(terms[block], law.basis(size)) / dot(terms[block], law.basis(1));
        }
        return Estimate.of(parts);
    }

    private static double[][] terms(Law law, int[] slots, double[][] seconds) {
        double[] weights = new double[slots.length];
        for (int size = 0; size < slots.length; size++) {
            double sum = 0;
            for (double[] block : seconds) {
                sum += block[size];
            }
            weights[size] = Math.pow(seconds.length / sum, 2);
        }
        double[][] terms = new double[seconds.length][];
        for (int block = 0; block < seconds.length; block++) {
            terms[block] = leastSquares(law, slots, seconds[block], weights);
        }
        return terms;
    }

    private static double[] leastSquares(Law law, int[] slots, double[] seconds, double[] weights) {
        int n = law.terms;
        double[][] normal = new double[n][n + 1];
        for (int size = 0; size < slots.length; size++) {
            double[] basis = law.basis(slots[size]);
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    normal[row][column] += weights[size] * basis[row] * basis[column];
                }
                normal[row][n] += weights[size] * basis[row] * seconds[size];
            }
        }
        return solve(normal);
    }

    /**
     * Solves linear equations by Gauss's elimination. The matrix is positive definite, so no
     * pivoting is needed.
     */
    private static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int pivot = 0; pivot < n; pivot++) {
            for (int row = 0; row < n; row++) {
                double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int column = pivot; column <= n; column++) {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = 0; row < n; row++) {
            solution[row] = rows[row][n] / rows[row][row];
        }
        return solution;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
