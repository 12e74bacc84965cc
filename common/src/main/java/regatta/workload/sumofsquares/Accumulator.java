package regatta.workload.sumofsquares;

/**
 * A mutable {@link PartialSum}. A kernel adds several 64-bit words to the accumulator in each block
 * of numbers. If each addition made a new object, the objects would take some hundred kilobytes in
 * each task. Confined to one thread.
 */
final class Accumulator {
    private long high;
    private long low;

    /** Adds the unsigned {@code word} times 2^bits, for 0 ≤ bits ≤ 63. */
    void add(long word, int bits) {
        long shifted = word << bits;
        long sum = low + shifted;
        long carry = Long.compareUnsigned(sum, shifted) < 0 ? 1 : 0;
        high += (word >>> 1 >>> (63 - bits)) + carry;
        low = sum;
    }

    PartialSum sum() {
        return new PartialSum(high, low);
    }
}
