package regatta.comparison.plan;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which rounds were disturbed, and by what. A quota disturbs a round only if the quota
 * held back fewer than half of the arm's rounds. Repeated attempts disturb a round only if few
 * rounds of the arm repeated attempts. Otherwise the quota or the repetitions belong to the way in
 * which the arm runs.
 */
final class Disturbances {
    /**
     * The smallest lack of cores that changes figures, as a part of the time in which tasks could
     * have computed.
     */
    private static final double LACKING = 0.05;

    /**
     * If fewer than one in this many rounds of an arm repeat attempts, the rounds that repeat
     * attempts are disturbed.
     */
    private static final int ONE_IN = 4;

    private final Bounds bounds;
    private final Map<String, Counts> byArm = new HashMap<>();

    /**
     * How many rounds an arm has, how many of the arm's rounds a quota held back, and how many of
     * the arm's rounds repeated attempts.
     */
    private record Counts(int rounds, int throttled, int repeating) {
        Counts plus(Counts other) {
            return new Counts(
                    rounds + other.rounds,
                    throttled + other.throttled,
                    repeating + other.repeating);
        }

        boolean seldomThrottled() {
            return 2 * throttled < rounds;
        }

        /**
         * Returns whether so few rounds of the arm repeated attempts that the repetitions were an
         * accident. A single round with repetitions always counts as an accident.
         */
        boolean seldomRepeats() {
            return repeating == 1 || ONE_IN * repeating < rounds;
        }
    }

    Disturbances(Bounds bounds, List<Round> rounds) {
        this.bounds = bounds;
        for (Round round : rounds) {
            byArm.merge(
                    round.arm(),
                    new Counts(1, throttled(round) ? 1 : 0, repeats(round) ? 1 : 0),
                    Counts::plus);
        }
    }

    boolean disturbed(Round round) {
        return !of(round).isEmpty();
    }

    Set<Disturbance> of(Round round) {
        Set<Disturbance> found = EnumSet.noneOf(Disturbance.class);
        Counts arm = byArm.getOrDefault(round.arm(), new Counts(0, 0, 0));
        if (round.conditions().others() > bounds.others()) {
            found.add(Disturbance.OTHER_JOBS);
        }
        if (lacksCores(round)) {
            found.add(Disturbance.CORES_TAKEN);
        }
        if (round.stoodStillSeconds() >= bounds.stoodStillSeconds()) {
            found.add(Disturbance.STOOD_STILL);
        }
        if (throttled(round) && arm.seldomThrottled()) {
            found.add(Disturbance.THROTTLED);
        }
        if (round.conditions().lostWorkers() > 0) {
            found.add(Disturbance.WORKER_LOST);
        }
        if (repeats(round) && arm.seldomRepeats()) {
            found.add(Disturbance.REPEATED);
        }
        return found;
    }

    /**
     * Returns whether other programs took cores and the round's attempts lacked cores. Figures
     * change only if both facts are true.
     */
    private boolean lacksCores(Round round) {
        double lack = round.lackOfCores();
        return round.coresTaken() >= bounds.coresTaken() && (lack < 0 || lack >= LACKING);
    }

    private boolean throttled(Round round) {
        return round.throttled() >= bounds.throttled();
    }

    private static boolean repeats(Round round) {
        return round.report().repeatedAttempts() > 0;
    }
}
