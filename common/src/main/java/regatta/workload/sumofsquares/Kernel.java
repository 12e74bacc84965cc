package regatta.workload.sumofsquares;

/**
 * Adds the squares of one block; safe from any thread.
 *
 * <p>Both kernels take the squares in one of two ways. While the sum of whole squares fits 64 bits,
 * that is what they add. Above, i = h·2²² + l, and for every i the partial products l², h·l and h²
 * are added apart: below 2⁴⁴ each is below 2⁴⁴, so that a block's sum of each fits 64 bits with
 * room to spare. i² = h²·2⁴⁴ + h·l·2²³ + l².
 */
interface Kernel {
    /** Terms of a block: few microseconds, and never across a multiple of 2²², so that h is one. */
    int BLOCK = 1 << 15;

    /** Bits of l. */
    int LOW_BITS = 22;

    /** Takes l out of i. */
    long LOW_MASK = (1L << LOW_BITS) - 1;

    /** The word that chooses it in the configuration. */
    String name();

    /**
     * Adds i² for {@code from} ≤ i &lt; {@code to}.
     *
     * @param from at least 0
     * @param to at least {@code from}, at most {@link #blockEnd}, and below 2⁴⁴
     */
    void block(long from, long to, Accumulator sum);

    /** Where the block that {@code from} lies in ends. */
    static long blockEnd(long from) {
        return (from | (BLOCK - 1)) + 1;
    }

    /** Adds the three sums of partial products. */
    static void split(long lowSquares, long crossProducts, long highSquares, Accumulator sum) {
        sum.add(highSquares, 2 * LOW_BITS);
        sum.add(crossProducts, LOW_BITS + 1);
        sum.add(lowSquares, 0);
    }
}
