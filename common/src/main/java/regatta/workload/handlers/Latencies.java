package regatta.workload.handlers;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Records how long requests took, from their intended starts: what a request waited before it could
 * be sent belongs to its latency. Confined to one thread.
 */
final class Latencies {
    private static final long FINEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final double NANOS = 1e9;

    private final Histogram histogram = new Histogram(FINEST_NANOS, LONGEST_NANOS, 3);
    private long errors;

    /** Both by the same clock, in nanoseconds. */
    void answered(long intended, long now) {
        histogram.recordValue(Math.clamp(now - intended, 0, LONGEST_NANOS));
    }

    /** A request that was answered by an error. */
    void failed() {
        errors++;
    }

    /** A request that nobody waits for any longer: it took so long at least. */
    void unanswered(long intended, long now) {
        errors++;
        answered(intended, now);
    }

    long errors() {
        return errors;
    }

    /**
     * A percentile, in seconds; 0 where nothing was recorded.
     *
     * @param percent from 0 to 100
     */
    double percentile(double percent) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent) / NANOS;
    }

    double max() {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue() / NANOS;
    }
}
