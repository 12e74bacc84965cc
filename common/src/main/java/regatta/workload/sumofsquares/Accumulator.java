package regatta.workload.sumofsquares;

/**
 * A {@link PartialSum} in the making: a kernel adds several words a block, each of which would be a
 * new object otherwise, some hundred kilobytes a task. Confined to one thread.
 */
final class Accumulator {
    private long high;
    private long low;

    /** Adds an unsigned word times 2^bits, for 0 ≤ bits ≤ 63. */
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
