package regatta.coordinator.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What makes the figures of a comparison suspect. */
final class Warnings {
    private static final double WAITING = 0.5;

    /** Load average per core from which others take a share that shows. */
    private static final double BUSY = 0.25;

    /** The part of processor time from which stolen time shows in the figures. */
    private static final double STOLEN = 0.02;

    /** Longest round divided by shortest from which an arm counts as unsteady. */
    private static final double UNSTEADY = 1.3;

    private Warnings() {}

    static List<String> of(Comparison comparison, List<ArmSummary> arms, Machine machine) {
        List<String> warnings = new ArrayList<>();
        String reference = comparison.plan().reference();
        if (comparison.plan().arms().stream()
                .noneMatch(a -> a.label().equals(reference) && a.mode().equals(Arm.BATCH))) {
            warnings.add("batch is not among the arms: the reference is " + reference + ".");
        }
        slotsBeyondCores(reference, arms, machine.cores(), warnings);
        if (machine.loadBefore() > BUSY * machine.cores()) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The machine was busy before the start: load average %.1f on %d cores.",
                            machine.loadBefore(),
                            machine.cores()));
        }
        stolen(machine, warnings);
        unsteady(arms, warnings);
        warnings.addAll(comparison.notes());
        if (arms.getFirst().rounds() < LogMean.FEWEST) {
            warnings.add("Fewer than %d counted rounds: no intervals.".formatted(LogMean.FEWEST));
        }
        return warnings;
    }

    /** Only the reference tells: with too many slots running is in part waiting for a core. */
    private static void slotsBeyondCores(
            String reference, List<ArmSummary> arms, int cores, List<String> warnings) {
        boolean computes =
                arms.stream()
                        .filter(arm -> arm.arm().label().equals(reference))
                        .map(arm -> arm.shares().waiting())
                        .allMatch(waiting -> waiting >= 0 && waiting < WAITING);
        List<String> beyond =
                arms.stream()
                        .filter(arm -> arm.slots() > cores)
                        .map(arm -> arm.arm().label())
                        .toList();
        if (computes && !beyond.isEmpty()) {
            warnings.add(
                    "More slots than the %d cores, for work that computes: %s."
                            .formatted(cores, String.join(", ", beyond)));
        }
    }

    private static void stolen(Machine machine, List<String> warnings) {
        double most = Math.max(machine.stealBefore(), machine.stealDuring());
        if (most > STOLEN) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The host gave up to %.0f %% of the processor time to other guests.",
                            100 * most));
        }
    }

    private static void unsteady(List<ArmSummary> arms, List<String> warnings) {
        List<String> unsteady =
                arms.stream()
                        .filter(arm -> arm.maxSeconds() > UNSTEADY * arm.minSeconds())
                        .map(arm -> arm.arm().label())
                        .toList();
        if (!unsteady.isEmpty()) {
            warnings.add("Rounds differ by more than 30 %: " + String.join(", ", unsteady) + ".");
        }
    }
}
