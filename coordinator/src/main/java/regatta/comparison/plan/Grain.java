package regatta.comparison.plan;

import java.util.List;
import java.util.Optional;

/**
 * How long a task must be for an arm to be faster than the reference.
 *
 * <p>Assume that slots always work, but lose {@code lost} seconds with each task. Then n tasks of g
 * seconds take n (g + lost) / slots, and one slot alone takes n g. So the arm is faster for g above
 * lost / (slots − 1). The ratio g / lost is what H. S. Stone (High-Performance Computer
 * Architecture, 1987, chapter 6) calls granularity: run time divided by overhead.
 *
 * @param arm label of the arm
 * @param lostSeconds the slot time that a task costs beyond its run: the time for which a slot was
 *     free although tasks were ready or on their way. The measurement uses tasks as long as the
 *     tasks of the job.
 * @param shortestTaskSeconds the shortest task for which the arm is as fast as the reference
 */
public record Grain(String arm, double lostSeconds, double shortestTaskSeconds) {
    /**
     * Returns how long a task must be (the grain) for each arm that has several slots and whose
     * tasks leave the coordinator's process. Returns an empty list unless the reference has one
     * slot.
     */
    static List<Grain> each(List<ArmSummary> arms, Arm reference) {
        Optional<ArmSummary> one =
                arms.stream().filter(a -> a.arm().equals(reference) && a.slots() == 1).findFirst();
        if (one.isEmpty()) {
            return List.of();
        }
        double waiting = one.get().shares().waiting();
        return arms.stream()
                .filter(arm -> arm.arm().outside())
                .map(arm -> of(arm, useful(arm, waiting)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Returns how many of an arm's slots can make the job faster. Slots beyond the number of cores
     * help only as far as tasks wait.
     */
    private static double useful(ArmSummary arm, double waiting) {
        if (waiting < 0 || waiting >= 1) {
            return waiting < 0 ? Math.min(arm.slots(), arm.cores()) : arm.slots();
        }
        return Math.min(arm.slots(), arm.cores() / (1 - waiting));
    }

    private static Optional<Grain> of(ArmSummary arm, double slots) {
        double running = arm.shares().running();
        if (slots < 1.5 || running <= 0) {
            return Optional.empty();
        }
        double lost = arm.taskSeconds() * arm.shares().handOver() / running;
        return lost > 0
                ? Optional.of(new Grain(arm.arm().label(), lost, lost / (slots - 1)))
                : Optional.empty();
    }

    /** Returns a sentence that tells people how long a task must be. */
    public String sentence() {
        return "With tasks shorter than about %s %s would be no faster than one slot."
                .formatted(Words.time(shortestTaskSeconds), arm);
    }
}
