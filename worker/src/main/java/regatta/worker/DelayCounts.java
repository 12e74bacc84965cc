package regatta.worker;

import java.util.Arrays;
import java.util.Optional;
import regatta.protocol.MessageDelay;

/**
 * A histogram of delays. Each step of the histogram is at most 6 % wide. Safe from any thread.
 *
 * <p>The difference between two readings shows the delays that were added between the two readings.
 */
final class DelayCounts {
    /**
     * Each delay that is shorter than this number of nanoseconds has a step of its own. For longer
     * delays, each doubling of the delay has this number of steps.
     */
    private static final int STEPS = 16;

    private static final int STEP_BITS = 4;
    private static final int ALL = (Long.SIZE - STEP_BITS) * STEPS;

    private final long[] counts = new long[ALL];

    synchronized void add(long nanos) {
        counts[step(Math.max(0, nanos))]++;
    }

    /** Returns a copy of the counts of all steps. */
    synchronized long[] read() {
        return counts.clone();
    }

    /** Summarizes the delays that were added since a reading; empty if no delay was added. */
    Optional<MessageDelay> since(long[] before) {
        long[] added = read();
        for (int step = 0; step < ALL; step++) {
            added[step] -= before[step];
        }
        long count = Arrays.stream(added).sum();
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new MessageDelay(
                                count,
                                quantile(added, count, 0.5),
                                quantile(added, count, 0.99),
                                quantile(added, count, 1)));
    }

    private static long quantile(long[] added, long count, double part) {
        long wanted = Math.max(1, (long) Math.ceil(count * part));
        long seen = 0;
        int step = 0;
        while (seen + added[step] < wanted) {
            seen += added[step];
            step++;
        }
        return longest(step);
    }

    private static int step(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(nanos);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    /** Returns the longest delay that falls into a step. */
    private static long longest(int step) {
        if (step < 2 * STEPS) {
            return step;
        }
        int shift = step / STEPS - 1;
        return ((long) (step % STEPS + STEPS + 1) << shift) - 1;
    }
}
