package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import regatta.coordinator.api.RunReport;
import regatta.workload.Figure;

/** Computes an {@link ArmSummary} for each arm from the raw rounds. */
final class Summaries {
    /** The confidence of every interval that a report shows. */
    static final double CONFIDENCE = 0.95;

    private final Comparison comparison;
    private final Measure measure;
    private final double usualCores;
    private final Map<Arm, NavigableMap<Integer, Round>> rounds = new HashMap<>();

    /**
     * Prepares the summaries of a comparison's arms.
     *
     * @param usualCores the cores of the coordinator's machine, for rounds that did not record the
     *     number of cores
     */
    Summaries(Comparison comparison, double usualCores) {
        this(comparison, usualCores, false);
    }

    private Summaries(Comparison comparison, double usualCores, boolean withDisturbed) {
        this.comparison = comparison;
        this.measure = comparison.plan().measure();
        this.usualCores = usualCores;
        for (Arm arm : comparison.plan().arms()) {
            List<Round> counted = comparison.counted(arm);
            NavigableMap<Integer, Round> byBlock = new TreeMap<>();
            if (withDisturbed || counted.isEmpty()) {
                comparison.disturbed(arm).forEach(round -> byBlock.put(round.block(), round));
            }
            counted.forEach(round -> byBlock.put(round.block(), round));
            rounds.put(arm, byBlock);
        }
    }

    /**
     * Returns the same summaries, but with a disturbed round for each block in which an arm has no
     * undisturbed round.
     */
    Summaries withDisturbed() {
        return new Summaries(comparison, usualCores, true);
    }

    List<ArmSummary> all() {
        return comparison.plan().arms().stream().map(this::of).toList();
    }

    /** Returns the summaries of the arms among which a verdict chooses. */
    List<ArmSummary> fit() {
        return comparison.fit().stream().map(this::of).toList();
    }

    /** Returns where the time of attempts goes, from the same rounds as {@link #all}. */
    List<ArmTimes> times() {
        return comparison.plan().arms().stream()
                .map(arm ->
                        ArmTimes.of(
                                arm, byBlock(arm).values().stream().map(Round::report).toList()))
                .toList();
    }

    /** Returns how many times faster {@code arm} is than {@code other}, paired by block. */
    LogMean timesFaster(Arm arm, Arm other) {
        List<Integer> both = new ArrayList<>(byBlock(arm).keySet());
        both.retainAll(byBlock(other).keySet());
        if (both.isEmpty()) { // a single ratio, which proves nothing
            return LogMean.of(new double[] {medianSeconds(other) / medianSeconds(arm)});
        }
        return LogMean.ofRatios(seconds(other, both), seconds(arm, both));
    }

    /**
     * Returns the compared figure for each block in which all of these arms have a round. A smaller
     * value is better. The array has one row for each block and one column for each arm.
     */
    double[][] completeBlocks(List<Arm> arms) {
        if (arms.isEmpty()) {
            return new double[0][0];
        }
        List<Integer> all = new ArrayList<>(byBlock(arms.getFirst()).keySet());
        arms.forEach(arm -> all.retainAll(byBlock(arm).keySet()));
        double[][] seconds = new double[all.size()][arms.size()];
        for (int column = 0; column < arms.size(); column++) {
            double[] ofArm = seconds(arms.get(column), all);
            for (int row = 0; row < ofArm.length; row++) {
                seconds[row][column] = ofArm[row];
            }
        }
        return seconds;
    }

    /**
     * Returns the counted rounds of an arm, by block. If all rounds of the arm were disturbed,
     * returns the disturbed rounds.
     */
    private NavigableMap<Integer, Round> byBlock(Arm arm) {
        return Objects.requireNonNull(rounds.get(arm));
    }

    private double[] seconds(Arm arm, List<Integer> blocks) {
        NavigableMap<Integer, Round> byBlock = byBlock(arm);
        return blocks.stream()
                .mapToDouble(block -> measure.cost(Objects.requireNonNull(byBlock.get(block))))
                .toArray();
    }

    private double medianSeconds(Arm arm) {
        return Sample.median(seconds(arm, List.copyOf(byBlock(arm).keySet())));
    }

    Arm reference() {
        return comparison.plan().arms().stream()
                .filter(arm -> arm.label().equals(comparison.plan().reference()))
                .findFirst()
                .orElseThrow();
    }

    private ArmSummary of(Arm arm) {
        int counted = comparison.counted(arm).size();
        List<Round> rounds = List.copyOf(byBlock(arm).values());
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no counted round of " + arm.label());
        }
        double[] seconds = Sample.of(rounds, measure::value);
        Arm reference = reference();
        LogMean faster = timesFaster(arm, reference);
        Interval interval = arm.equals(reference) ? null : faster.interval(CONFIDENCE).orElse(null);
        int slots = slots(rounds);
        double perSlot = faster.estimate() * slots(byBlock(reference).values()) / slots;
        List<RunReport> reports = rounds.stream().map(Round::report).toList();
        return new ArmSummary(
                arm,
                counted,
                slots,
                cores(rounds),
                reports.getFirst().tasks(),
                Sample.median(seconds),
                Arrays.stream(seconds).min().orElseThrow(),
                Arrays.stream(seconds).max().orElseThrow(),
                LogMean.of(seconds).interval(CONFIDENCE).orElse(null),
                faster.estimate(),
                interval,
                perSlot,
                cpuSeconds(reports),
                reports.stream().anyMatch(RunReport::cpuShared),
                Sample.median(Sample.of(rounds, Summaries::overheadSeconds)),
                Sample.median(Sample.of(rounds, round -> round.report().ran().mean())),
                Sample.median(Sample.of(rounds, round -> round.report().ran().max())),
                ArmSummary.Shares.of(rounds),
                Hindrances.of(rounds),
                figures(arm, rounds));
    }

    /**
     * Returns the worst value of each figure that is shown beside the compared figure. Counts,
     * which have no unit, come from all rounds, because what happened once can happen again. Other
     * figures come from the counted rounds.
     */
    private Map<String, Double> figures(Arm arm, List<Round> counted) {
        List<Round> all =
                comparison.rounds().stream()
                        .filter(round -> round.arm().equals(arm.label()))
                        .toList();
        Map<String, Double> worst = new LinkedHashMap<>();
        for (Figure figure : measure.others()) {
            Measure.worst(figure, figure.unit().isEmpty() ? all : counted)
                    .ifPresent(value -> worst.put(figure.name(), value));
        }
        return worst;
    }

    /** Returns the slot time that a task lost to hand-over. */
    private static double overheadSeconds(Round round) {
        RunReport report = round.report();
        return report.slotAccount().handOver() / Math.max(1, report.tasks());
    }

    private static int slots(Collection<Round> rounds) {
        return Math.max(1, rounds.stream().mapToInt(r -> r.report().slots()).max().orElse(1));
    }

    private double cores(List<Round> rounds) {
        return rounds.stream()
                .mapToDouble(round -> round.conditions().cores())
                .filter(cores -> cores > 0)
                .min()
                .orElse(usualCores);
    }

    private static double cpuSeconds(List<RunReport> reports) {
        if (reports.stream().anyMatch(report -> report.cpuSeconds() < 0)) {
            return -1;
        }
        return Sample.median(reports.stream().mapToDouble(RunReport::cpuSeconds).toArray());
    }
}
