package regatta.bench.method;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.Scaling;

/**
 * Runs many made-up comparisons and counts in which share of them something occurs. The same seed
 * gives the same shares on any number of threads.
 *
 * @param count the number of comparisons for each figure
 */
record Trials(int count, long seed) {

    /**
     * How often an event occurred.
     *
     * @param of how often it could have occurred
     */
    record Share(long hits, long of) {
        double value() {
            return (double) hits / of;
        }

        Share plus(Share other) {
            return new Share(hits + other.hits, of + other.of);
        }

        static Share of(boolean hit) {
            return new Share(hit ? 1 : 0, 1);
        }
    }

    /** Runs one comparison and returns its contribution to a share. */
    @FunctionalInterface
    interface Trial {
        Share of(RandomGenerator random);
    }

    Share share(Trial trial) {
        return IntStream.range(0, count)
                .mapToObj(i -> trial.of(new SplittableRandom(seed * 1_000_003L + i)))
                .reduce(new Share(0, 0), Share::plus);
    }

    Share share(MadeUp comparison, Predicate<Analysis> event) {
        return share(random -> Share.of(event.test(comparison.run(random))));
    }

    /** Returns the share of intervals (arm against reference) that contain the true ratio. */
    Share coverage(MadeUp comparison) {
        return share(random -> covered(comparison, comparison.run(random), ""));
    }

    /**
     * Returns the share as {@link #coverage} does, but counts only the interval of the recommended
     * arm. The same rounds chose that arm.
     */
    Share coverageOfUse(MadeUp comparison) {
        return share(random -> {
            Analysis analysis = comparison.run(random);
            return covered(comparison, analysis, analysis.verdict().use());
        });
    }

    private static Share covered(MadeUp comparison, Analysis analysis, String only) {
        Share share = new Share(0, 0);
        for (int i = 1; i < analysis.arms().size(); i++) {
            ArmSummary arm = analysis.arms().get(i);
            Interval interval = arm.timesFasterInterval();
            double truth = comparison.seconds().getFirst() / comparison.seconds().get(i);
            if (interval != null && (only.isEmpty() || only.equals(arm.arm().label()))) {
                share = share.plus(Share.of(interval.contains(truth)));
            }
        }
        return share;
    }

    /** Returns the share of claimed forecasts whose interval contains the truth. */
    Share forecasts(MadeUp comparison, double truth) {
        return share(random -> {
            Scaling scaling = comparison.run(random).scalings().getFirst();
            Scaling.Forecast forecast = scaling.forecast();
            return forecast == null
                    ? new Share(0, 0)
                    : Share.of(forecast.interval().contains(truth));
        });
    }
}
