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
        stolen(machine, warnings);
        unsteady(arms, warnings);
        noise(comparison, arms, verdict, warnings);
        stillFalling(comparison, warnings);
        repeated(comparison, warnings);
        warnings.addAll(comparison.notes());
        if (arms.getFirst().rounds() < LogMean.FEWEST) {
            warnings.add("Fewer than %d counted rounds: no intervals.".formatted(LogMean.FEWEST));
        }
        return warnings;
    }

    private static void slotsBeyondCores(
            String reference, List<ArmSummary> arms, int cores, List<String> warnings) {
        double waiting = Waiting.share(reference, arms, cores);
        List<String> beyond =
                arms.stream()
                        .filter(arm -> arm.slots() > cores)
                        .map(arm -> arm.arm().label())
                        .toList();
        if (waiting < WAITING && !beyond.isEmpty()) {
            String work = waiting < 0 ? "work that may compute" : "work that computes";
            warnings.add(
                    "More slots than the %d cores, for %s: %s."
                            .formatted(cores, work, String.join(", ", beyond)));
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

    private static void stillFalling(Comparison comparison, List<String> warnings) {
        Blocks blocks = new Blocks(comparison.plan(), comparison.rounds());
        if (blocks.trending()) {
            warnings.add(
                    "Times were still falling after %d warm-ups."
                            .formatted(comparison.firstCounted()));
        } else if (!blocks.trendShows()) {
            warnings.add(
                    "Whether times had stopped falling cannot be told: it takes %d arms and 2 rounds."
                            .formatted(LogMean.FEWEST));
        }
    }

    /** Of those that could not be repeated the verdict speaks. */
    private static void repeated(Comparison comparison, List<String> warnings) {
        List<Round> disturbed = comparison.rounds().stream().filter(Round::disturbed).toList();
        double most = disturbed.stream().mapToDouble(Round::others).max().orElse(0);
        if (!disturbed.isEmpty()) {
            warnings.add(
                    ("Jobs of others used up to %d %% of the slot time during %d %s, which %s not"
                                    + " count.")
                            .formatted(
                                    Math.round(100 * most),
                                    disturbed.size(),
                                    disturbed.size() == 1 ? "round" : "rounds",
                                    disturbed.size() == 1 ? "does" : "do"));
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
