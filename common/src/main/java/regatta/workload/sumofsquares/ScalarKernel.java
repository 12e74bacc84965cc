package regatta.workload.sumofsquares;

/** Adds squares in ordinary registers, one number after the other. */
final class ScalarKernel implements Kernel {
    /** If all numbers are below this limit, 64 bits hold the sum of at least 1,024 squares. */
    private static final long WHOLE_LIMIT = 1L << 27;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void block(long from, long to, Accumulator sum) {
        if (to <= WHOLE_LIMIT) {
            whole(from, to, sum);
        } else {
            split(from, (int) (to - from), sum);
        }
    }

    private static void whole(long from, long to, Accumulator sum) {
        int run = runLength(to - 1);
        for (long at = from; at < to; at += run) {
            sum.add(squares(at, (int) Math.min(run, to - at)), 0);
        }
    }

    /**
     * Returns how many squares fit into an unsigned word if no square exceeds the square of {@code
     * highest}.
     */
    private static int runLength(long highest) {
        long square = Math.max(2, highest * highest);
        return (int) Math.min(BLOCK, Long.divideUnsigned(-1L, square));
    }

    /**
     * Adds up squares in four separate sums, because the JVM's compiler C2 makes slower code for a
     * single sum.
     */
    private static long squares(long from, int terms) {
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long sum3 = 0;
        int k = 0;
        for (; k < terms - 3; k += 4) {
            long i = from + k;
            sum0 += i * i;
            sum1 += (i + 1) * (i + 1);
            sum2 += (i + 2) * (i + 2);
            sum3 += (i + 3) * (i + 3);
        }
        for (; k < terms; k++) {
            sum0 += (from + k) * (from + k);
        }
        return sum0 + sum1 + sum2 + sum3;
    }

    private static void split(long from, int terms, Accumulator sum) {
        long h = from >>> LOW_BITS;
        long first = from & LOW_MASK;
        long lowSquares = 0;
        long crossProducts = 0;
        long highSquares = 0;
        for (int k = 0; k < terms; k++) {
            long l = first + k;
            lowSquares += l * l;
            crossProducts += h * l;
            highSquares += h * h;
        }
        Kernel.split(lowSquares, crossProducts, highSquares, sum);
    }
}
