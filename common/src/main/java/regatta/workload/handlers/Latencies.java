package regatta.workload.handlers;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Records how long requests took, counted from their intended starts. If a request could not be
 * sent in time, the delay is part of the request's latency. Confined to one thread.
 */
final class Latencies {
    private static final long FINEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final double NANOS = 1e9;

    private final Histogram histogram = new Histogram(FINEST_NANOS, LONGEST_NANOS, 3);
    private long errors;

    /**
     * Records the latency of an answered request. {@code intended} and {@code now} are nanoseconds
     * of the same clock.
     */
    void answered(long intended, long now) {
        histogram.recordValue(Math.clamp(now - intended, 0, LONGEST_NANOS));
    }

    /** Counts a request that got an error. */
    void failed() {
        errors++;
    }

    /**
     * Counts a request that got no answer in time as an error. Records the time until now, because
     * the request took at least that long.
     */
    void unanswered(long intended, long now) {
        errors++;
        answered(intended, now);
    }

    long errors() {
        return errors;
    }

    /**
     * Returns a percentile of the latencies in seconds; 0 if nothing was recorded.
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
