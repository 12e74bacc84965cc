package regatta.coordinator.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import regatta.coordinator.schedule.Settlement;

/**
 * Counts how long tasks waited from their readiness to their dispatch, by mode. Safe from any
 * thread.
 *
 * <p>It shows the series that a timer of Micrometer would show. Such a timer takes one time after
 * the other, which took up to a twentieth of the coordinator's processor time for short tasks. This
 * class takes all settlements of an entry at once.
 */
final class DispatchTimes implements MultiCollector {
    private static final String NAME = "regatta_dispatch_seconds";
    private static final String MEANING = "From a task's readiness to its dispatch.";
    private static final double NANOS = 1e9;

    /** The longest time of this and the two minutes before is shown, as by Micrometer. */
    private static final long WINDOW_MILLIS = 60_000;

    private static final int WINDOWS = 3;

    private final long[] bounds;
    private final Map<String, Times> modes = new HashMap<>();

    DispatchTimes(Duration... bounds) {
        this.bounds = Stream.of(bounds).mapToLong(Duration::toNanos).sorted().toArray();
    }

    /** The times of one mode: how many there are up to each bound, and how many are longer. */
    private static final class Times {
        private final long[] counts;
        private final TimeWindowMax longest =
                new TimeWindowMax(Clock.SYSTEM, WINDOW_MILLIS, WINDOWS);
        private double total;

        Times(int bounds) {
            counts = new long[bounds + 1];
        }
    }

    synchronized void add(String mode, List<Settlement> settlements) {
        Times times = modes.computeIfAbsent(mode, _ -> new Times(bounds.length));
        long total = 0;
        long longest = 0;
        for (Settlement settlement : settlements) {
            long nanos = Math.max(0, settlement.queuedNanos());
            int bound = Arrays.binarySearch(bounds, nanos);
            times.counts[bound < 0 ? -bound - 1 : bound]++;
            total += nanos;
            longest = Math.max(longest, nanos);
        }
        times.total += total;
        times.longest.record((double) longest);
    }

    @Override
    public synchronized MetricSnapshots collect() {
        if (modes.isEmpty()) {
            return new MetricSnapshots();
        }
        double[] seconds =
                DoubleStream.concat(
                                Arrays.stream(bounds).mapToDouble(nanos -> nanos / NANOS),
                                DoubleStream.of(Double.POSITIVE_INFINITY))
                        .toArray();
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(NAME).help(MEANING);
        GaugeSnapshot.Builder longest = GaugeSnapshot.builder().name(NAME + "_max").help(MEANING);
        modes.forEach((mode, times) -> {
            Labels labels = Labels.of("mode", mode);
            histogram.dataPoint(
                    HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .labels(labels)
                            .classicHistogramBuckets(
                                    ClassicHistogramBuckets.of(seconds, times.counts))
                            .sum(times.total / NANOS)
                            .build());
            longest.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(times.longest.poll() / NANOS)
                            .build());
        });
        return MetricSnapshots.of(histogram.build(), longest.build());
    }
}
