package regatta.coordinator.schedule;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;

/**
 * The distribution of one kind of time, such as the time in the queue. The histogram is created
 * when the first value comes.
 */
final class Spread {
    private static final double NANOS = 1e9;
    private static final int DIGITS = 2;

    private @Nullable Histogram histogram;
    private double total;
    private long max;

    void add(long nanos) {
        long value = Math.max(0, nanos);
        if (histogram == null) {
            histogram = new Histogram(DIGITS);
        }
        histogram.recordValue(value);
        total += value;
        max = Math.max(max, value);
    }

    RunReport.Distribution view() {
        if (histogram == null) {
            return new RunReport.Distribution(0, 0, 0, 0, 0, 0);
        }
        return new RunReport.Distribution(
                quantile(histogram, 50),
                quantile(histogram, 90),
                quantile(histogram, 99),
                max / NANOS,
                total / histogram.getTotalCount() / NANOS,
                total / NANOS);
    }

    private double quantile(Histogram values, double percentile) {
        return Math.min(max, values.getValueAtPercentile(percentile)) / NANOS;
    }
}
