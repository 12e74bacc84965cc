package regatta.comparison.plan;

import java.util.List;
import java.util.Optional;

/**
 * How long a task must be for an arm to be faster than the reference.
 *
 * <p>With slots that work all the time but for {@code lost} seconds a task, n tasks of g seconds
 * take n (g + lost) / slots, and n g in a row: the arm pays from g = lost / (slots − 1) on. That is
 * the granularity of H. S. Stone (High-Performance Computer Architecture, 1987, chapter 6) – run
 * time against overhead – where each task has its own overhead.
 *
 * @param arm label of the arm
 * @param lostSeconds slot time that a task cost beyond running: its slot was free although tasks
 *     were ready or on their way; at tasks as long as those that were measured
 * @param shortestTaskSeconds tasks shorter than this are done as fast by the reference
 */
public record Grain(String arm, double lostSeconds, double shortestTaskSeconds) {
    /** Of each arm with several slots whose tasks leave the process, compared with one slot. */
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

    /** Slots beyond the cores help only as far as tasks wait. */
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

    /** For people: what it means. */
    public String sentence() {
        return "With tasks shorter than about %s %s would be no faster than one slot."
                .formatted(Words.time(shortestTaskSeconds), arm);
    }
}
