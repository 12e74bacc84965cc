package regatta.coordinator.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What makes the figures of a comparison suspect. */
final class Warnings {
    private static final double WAITING = 0.5;

    /** Load average per core from which others take a share that shows. */
    private static final double BUSY = 0.25;

    /** Longest round divided by shortest from which an arm counts as unsteady. */
    private static final double UNSTEADY = 1.3;

    private static final double AS_FAST = FastestSet.AS_FAST;

    private Warnings() {}

    static List<String> of(
            Comparison comparison, List<ArmSummary> arms, Verdict verdict, Machine machine) {
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
        unsteady(arms, warnings);
        noise(comparison, arms, verdict, warnings);
        if (new Blocks(comparison.plan(), comparison.rounds()).trending()) {
            warnings.add(
                    "Times were still falling after %d warm-ups."
                            .formatted(comparison.firstCounted()));
        }
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

    /**
     * A/A: the ratio of two rounds of one and the same arm, one standard deviation from 1. Arms
     * that were run in one block are compared with the drift between blocks taken out, rounds of
     * one arm are not: so this says how far to trust a single run, not these intervals.
     */
    private static void noise(
            Comparison comparison, List<ArmSummary> arms, Verdict verdict, List<String> warnings) {
        double[] squares =
                comparison.plan().arms().stream()
                        .map(arm -> Sample.of(comparison.counted(arm), Summaries::seconds))
                        .filter(seconds -> seconds.length >= LogMean.FEWEST)
                        .mapToDouble(seconds -> Math.pow(LogMean.of(seconds).deviation(), 2))
                        .toArray();
        if (squares.length == 0) {
            return;
        }
        double noise = Math.exp(Math.sqrt(2 * Sample.mean(squares)));
        for (ArmSummary arm : arms) {
            double faster = arm.timesFaster();
            if (arm.arm().label().equals(verdict.use()) && faster > AS_FAST && faster < noise) {
                warnings.add(
                        ("%s is faster by %d %%, while two rounds of one and the same arm differ by"
                                        + " %d %% here.")
                                .formatted(
                                        verdict.use(),
                                        Math.round((faster - 1) * 100),
                                        Math.round((noise - 1) * 100)));
            }
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
