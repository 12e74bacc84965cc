package regatta.workload;

/**
 * Computes for about a stated time. The amount of work is fixed, so it takes longer on a slow
 * processor, or while other threads have the core. Safe from any thread.
 */
public final class BusyWork {
    /**
     * The time of a step, which is six operations of which each needs the result before, on a
     * processor whose cycle takes a third of a nanosecond.
     */
    private static final long NANOS_A_STEP = 2;

    private BusyWork() {}

    /** Does the work that a processor of 3 GHz does in {@code nanos} nanoseconds. */
    public static void run(long nanos) {
        // A compiler can shorten a chain of multiplications, but no chain of these steps (G.
        // Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003).
        long value = nanos | 1;
        for (long left = nanos; left > 0; left -= NANOS_A_STEP) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        if (value == 0) {
            // The value never is 0, but the compiler does not know that. Without this use of the
            // value, it would leave out the loop.
            throw new IllegalStateException("a chain of xorshifts came to 0");
        }
    }
}
