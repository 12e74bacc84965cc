package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which rounds were disturbed, and by what. Quotas and repeated attempts disturb a round
 * only if they spared other rounds of the same arm. Otherwise they belong to how this arm runs.
 */
final class Disturbances {
    /**
     * The smallest lack of cores that changes figures, as a part of the time in which tasks could
     * have computed.
     */
    private static final double LACKING = 0.05;

    private final Bounds bounds;
    private final Map<String, List<Round>> byArm = new HashMap<>();

    Disturbances(Bounds bounds, List<Round> rounds) {
        this.bounds = bounds;
        for (Round round : rounds) {
            byArm.computeIfAbsent(round.arm(), _ -> new ArrayList<>()).add(round);
        }
    }

    boolean disturbed(Round round) {
        return !of(round).isEmpty();
    }

    Set<Disturbance> of(Round round) {
        Set<Disturbance> found = EnumSet.noneOf(Disturbance.class);
        List<Round> arm = byArm.getOrDefault(round.arm(), List.of());
        if (round.conditions().others() > bounds.others()) {
            found.add(Disturbance.OTHER_JOBS);
        }
        if (lacksCores(round)) {
            found.add(Disturbance.CORES_TAKEN);
        }
        if (round.stoodStillSeconds() >= bounds.stoodStillSeconds()) {
            found.add(Disturbance.STOOD_STILL);
        }
        if (throttled(round) && 2 * arm.stream().filter(this::throttled).count() < arm.size()) {
            found.add(Disturbance.THROTTLED);
        }
        if (round.conditions().lostWorkers() > 0) {
            found.add(Disturbance.WORKER_LOST);
        }
        if (repeats(round) && arm.stream().filter(Disturbances::repeats).count() == 1) {
            found.add(Disturbance.REPEATED);
        }
        return found;
    }

    /**
     * Returns whether other programs took cores and the round's attempts lacked cores. One without
     * the other changes no figure.
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
