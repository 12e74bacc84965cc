package regatta.workload;

/**
 * Computes for about a stated time. The amount of work is always the same: it takes longer on a
 * slow processor, and where other threads have the core. Safe from any thread.
 */
public final class BusyWork {
    /** Six operations that wait for each other: 2 ns where a cycle takes a third of one. */
    private static final long NANOS_A_STEP = 2;

    private BusyWork() {}

    /** Does the work of so many nanoseconds of a processor of 3 GHz. */
    public static void run(long nanos) {
        // No compiler can shorten a chain of these steps, as it can one of multiplications (G.
        // Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003).
        long value = nanos | 1;
        for (long left = nanos; left > 0; left -= NANOS_A_STEP) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        if (value == 0) {
            // It never is, which the compiler does not know: it leaves out what nobody reads.
            throw new IllegalStateException("a chain of xorshifts came to 0");
        }
    }
}
