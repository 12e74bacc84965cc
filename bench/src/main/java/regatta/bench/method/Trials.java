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
 * Shares of many made-up comparisons; the same for the same seed, whatever the number of threads.
 *
 * @param count comparisons of each figure
 */
record Trials(int count, long seed) {

    /**
     * How often an event came up.
     *
     * @param of how many times it could have
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

    /** What one comparison adds to a share. */
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

    /** Of all intervals of arms against the reference, those that hold the true ratio. */
    Share coverage(MadeUp comparison) {
        return share(random -> covered(comparison, comparison.run(random), ""));
    }

    /** The same for the recommended arm only, which was chosen by the same rounds. */
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

    /** Of all forecasts that are claimed, those whose interval holds the truth. */
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
