package regatta.workload;

/**
 * Keeps a core busy for about a given time. The amount of work is fixed, so the work takes longer
 * on a slow processor, or while other threads have the core. Safe from any thread.
 */
public final class BusyWork {
    /**
     * How long one step takes on a processor of 3 GHz. A step is a chain of six operations, each of
     * which needs the result of the operation before.
     */
    private static final long NANOS_A_STEP = 2;

    private BusyWork() {}

    /** Does the work that a processor of 3 GHz does in {@code nanos} nanoseconds. */
    public static void run(long nanos) {
        // A compiler can shorten a chain of multiplications, but not a chain of xorshift steps (G.
        // Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003).
        long value = nanos | 1;
        for (long left = nanos; left > 0; left -= NANOS_A_STEP) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        if (value == 0) {
            // The value never is 0, but the compiler does not know that. Without this use of the
            // value, the compiler would leave out the loop.
            throw new IllegalStateException("a chain of xorshifts came to 0");
        }
    }
}
