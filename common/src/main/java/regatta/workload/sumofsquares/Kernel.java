package regatta.workload.sumofsquares;

/**
 * Adds the squares of a block of successive numbers. Safe from any thread.
 *
 * <p>As long as a sum of squares i² fits 64 bits, a kernel adds the squares themselves. For a
 * larger i, the kernel writes i = h·2²² + l and adds the three partial products l², h·l and h²
 * separately, because i² = h²·2⁴⁴ + h·l·2²³ + l². For i below 2⁴⁴ each partial product is below
 * 2⁴⁴, so each of a block's three sums fits 64 bits with room to spare.
 */
interface Kernel {
    /**
     * How many numbers a block has. A block takes a few microseconds and never crosses a multiple
     * of 2²², so h, the upper bits of a number, is constant within a block.
     */
    int BLOCK = 1 << 15;

    /** The number of bits of l, the lower bits of a number. */
    int LOW_BITS = 22;

    /** Selects l, the lower bits of a number. */
    long LOW_MASK = (1L << LOW_BITS) - 1;

    /** Returns the name that chooses this kernel in the configuration. */
    String name();

    /**
     * Adds i² for {@code from} ≤ i &lt; {@code to} to {@code sum}.
     *
     * @param from the first number, at least 0
     * @param to the end of the numbers, at least {@code from}, at most {@link #blockEnd}, and below
     *     2⁴⁴
     */
    void block(long from, long to, Accumulator sum);

    /** Returns the end of the block that contains {@code from}. */
    static long blockEnd(long from) {
        return (from | (BLOCK - 1)) + 1;
    }

    /** Adds a block's three sums of partial products to {@code sum}. */
    static void split(long lowSquares, long crossProducts, long highSquares, Accumulator sum) {
        sum.add(highSquares, 2 * LOW_BITS);
        sum.add(crossProducts, LOW_BITS + 1);
        sum.add(lowSquares, 0);
    }
}
