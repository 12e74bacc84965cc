package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import regatta.protocol.NodeInfo;

/** Finds reasons to doubt the figures of a comparison. */
final class Warnings {
    private static final double WAITING = 0.5;

    /**
     * If the load average for each core is above this value, other programs noticeably slow the
     * rounds.
     */
    private static final double BUSY = 0.5;

    /**
     * If other programs use more than this part of the processor time, the other programs
     * noticeably change the figures.
     */
    private static final double FOREIGN = 0.05;

    /**
     * If the hypervisor takes more than this part of the processor time, the stolen time noticeably
     * changes the figures.
     */
    private static final double STOLEN = 0.02;

    /**
     * If the ratio of an arm's longest round to the arm's shortest round is above this value, the
     * arm counts as unsteady.
     */
    private static final double UNSTEADY = 1.3;

    private Warnings() {}

    static List<String> of(
            Comparison comparison,
            List<ArmSummary> arms,
            Machine machine,
            ConditionsOfArms conditions) {
        List<String> warnings = new ArrayList<>();
        String reference = comparison.plan().reference();
        if (comparison.plan().arms().stream()
                .noneMatch(a -> a.label().equals(reference) && a.sequential())) {
            warnings.add(
                    "No arm runs one task after the other: the reference is " + reference + ".");
        }
        conditions.differences(arms).forEach(each -> warnings.add(each + "."));
        slotsBeyondCores(reference, arms, warnings);
        if (!foreignIsKnown(comparison)) {
            busyBefore("The machine", machine.before(), warnings);
        }
        foreign(comparison, warnings);
        stolen("The host", machine.before().steal(), machine.stealDuring(), warnings);
        for (NodeGroup group : machine.nodes()) {
            if (!group.here()) {
                busyBefore(group.host(), group.before(), warnings);
                stolen(
                        "The host of " + group.host(),
                        group.before().steal(),
                        group.stealDuring(),
                        warnings);
            }
        }
        unsteady(arms, warnings);
        noise(comparison, arms, warnings);
        stillFalling(comparison, warnings);
        disturbed(comparison, warnings);
        warnings.addAll(comparison.notes());
        if (arms.getFirst().rounds() < LogMean.FEWEST) {
            warnings.add("Fewer than %d counted rounds: no intervals.".formatted(LogMean.FEWEST));
        }
        return warnings;
    }

    private static void slotsBeyondCores(
            String reference, List<ArmSummary> arms, List<String> warnings) {
        double waiting =
                arms.stream()
                        .filter(arm -> arm.arm().label().equals(reference))
                        .mapToDouble(arm -> arm.shares().waiting())
                        .findFirst()
                        .orElse(-1);
        List<String> beyond =
                arms.stream()
                        .filter(arm -> arm.slots() > arm.cores())
                        .map(arm ->
                                "%s (%d on %s)"
                                        .formatted(
                                                arm.arm().label(),
                                                arm.slots(),
                                                Words.number(arm.cores())))
                        .toList();
        if (waiting < WAITING && !beyond.isEmpty()) {
            String work = waiting < 0 ? "work that may compute" : "work that computes";
            warnings.add(
                    "More slots than cores, for %s: %s."
                            .formatted(work, String.join(", ", beyond)));
        }
    }

    private static void busyBefore(String what, NodeInfo before, List<String> warnings) {
        if (before.load() > BUSY * before.processors()) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%s was busy before the start: load average %.1f on %d cores.",
                            what,
                            before.load(),
                            before.processors()));
        }
    }

    private static boolean foreignIsKnown(Comparison comparison) {
        return comparison.rounds().stream()
                .allMatch(round -> round.conditions().processorSeconds() > 0);
    }

    /**
     * Warns if other programs used processor time during the rounds. Load averages cannot show the
     * other programs, because load averages during the rounds mostly measure Regatta's own work.
     */
    private static void foreign(Comparison comparison, List<String> warnings) {
        int first = comparison.firstCounted();
        double foreign = 0;
        double passed = 0;
        for (Round round : comparison.rounds()) {
            if (round.block() >= first) {
                foreign += round.conditions().foreignSeconds();
                passed += round.conditions().processorSeconds();
            }
        }
        if (foreign > FOREIGN * passed) {
            warnings.add(
                    "Other programs used %d %% of the machine's processor time during the rounds."
                            .formatted(Math.round(100 * foreign / passed)));
        }
    }

    private static void stolen(String whose, double before, double during, List<String> warnings) {
        double most = Math.max(before, during);
        if (most > STOLEN) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%s gave up to %.0f %% of the processor time to other guests.",
                            whose,
                            100 * most));
        }
    }

    /**
     * Warns about arms that differ from the reference by less than two rounds of the same arm
     * differ from each other.
     *
     * <p>This noise (A/A) is one standard deviation of the ratio of two rounds of the same arm: √2
     * times the deviation of a round, pooled over arms (ISO 5725-6:1994, 4.1.4, with factor 1
     * instead of the 1.96 of the standard's critical difference). This noise includes the drift
     * between blocks, which the comparison of arms within a block does not include. So the noise
     * says how far to trust a single run, not how far to trust the report's intervals.
     */
    private static void noise(Comparison comparison, List<ArmSummary> arms, List<String> warnings) {
        double[] squares =
                comparison.plan().arms().stream()
                        .map(arm ->
                                Sample.of(
                                        comparison.counted(arm), comparison.plan().measure()::cost))
                        .filter(seconds -> seconds.length >= LogMean.FEWEST)
                        .mapToDouble(seconds -> Math.pow(LogMean.of(seconds).deviation(), 2))
                        .toArray();
        if (squares.length == 0) {
            return;
        }
        double noise = Math.exp(Math.sqrt(2 * Sample.mean(squares)));
        List<String> below =
                arms.stream()
                        .filter(arm -> {
                            double faster = arm.timesFaster();
                            double differs = Math.max(faster, 1 / faster);
                            return differs > Verdict.AS_FAST && differs < noise;
                        })
                        .map(arm -> arm.arm().label())
                        .toList();
        if (!below.isEmpty()) {
            warnings.add(
                    ("Two rounds of one and the same arm differ by %d %% here, more than these from"
                                    + " %s: %s.")
                            .formatted(
                                    Math.round((noise - 1) * 100),
                                    comparison.plan().reference(),
                                    String.join(", ", below)));
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

    /** Warns about rounds that do not count, and says what disturbed these rounds. */
    private static void disturbed(Comparison comparison, List<String> warnings) {
        Map<Disturbance, Integer> rounds = new EnumMap<>(Disturbance.class);
        for (Round round : comparison.rounds()) {
            comparison.disturbances(round).forEach(each -> rounds.merge(each, 1, Integer::sum));
        }
        rounds.forEach((what, count) ->
                warnings.add(
                        "%d %s not count: %s%s."
                                .formatted(
                                        count,
                                        count == 1 ? "round does" : "rounds do",
                                        what.words(),
                                        most(comparison, what))));
    }

    private static String most(Comparison comparison, Disturbance what) {
        double most =
                comparison.rounds().stream()
                        .filter(round -> comparison.disturbances(round).contains(what))
                        .mapToDouble(round -> amount(round, what))
                        .max()
                        .orElse(0);
        return switch (what) {
            case OTHER_JOBS, CORES_TAKEN, THROTTLED -> " (up to " + Words.percent(most) + ")";
            case STOOD_STILL -> " (for up to " + Words.time(most) + ")";
            case WORKER_LOST, REPEATED -> "";
        };
    }

    private static double amount(Round round, Disturbance what) {
        return switch (what) {
            case OTHER_JOBS -> round.conditions().others();
            case CORES_TAKEN -> round.coresTaken();
            case THROTTLED -> round.throttled();
            case STOOD_STILL -> round.stoodStillSeconds();
            case WORKER_LOST, REPEATED -> 0;
        };
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
