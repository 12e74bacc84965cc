package regatta.coordinator.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import regatta.coordinator.api.RunReport;

/** Computes an {@link ArmSummary} for each arm from the raw rounds. */
final class Summaries {
    /** The confidence of every interval that is shown. */
    static final double CONFIDENCE = 0.95;

    /** Below the resolution of any clock here, so that no time is 0 when its logarithm is taken. */
    private static final double SHORTEST_SECONDS = 1e-9;

    private final Comparison comparison;

    Summaries(Comparison comparison) {
        this.comparison = comparison;
    }

    List<ArmSummary> all() {
        return comparison.plan().arms().stream().map(this::of).toList();
    }

    /** How many times faster {@code arm} is than {@code other}, paired by block. */
    LogMean timesFaster(Arm arm, Arm other) {
        Map<Integer, Round> others =
                comparison.counted(other).stream()
                        .collect(Collectors.toMap(Round::block, Function.identity()));
        List<Round> paired =
                comparison.counted(arm).stream()
                        .filter(round -> others.containsKey(round.block()))
                        .toList();
        double[] times = Sample.of(paired, Summaries::seconds);
        double[] reference =
                paired.stream()
                        .map(round -> others.get(round.block()))
                        .mapToDouble(Summaries::seconds)
                        .toArray();
        return LogMean.ofRatios(reference, times);
    }

    Arm reference() {
        return comparison.plan().arms().stream()
                .filter(arm -> arm.label().equals(comparison.plan().reference()))
                .findFirst()
                .orElseThrow();
    }

    private ArmSummary of(Arm arm) {
        List<Round> rounds = comparison.counted(arm);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no counted round of " + arm.label());
        }
        double[] seconds = Sample.of(rounds, Summaries::seconds);
        Arm reference = reference();
        LogMean faster = timesFaster(arm, reference);
        Interval interval = arm.equals(reference) ? null : faster.interval(CONFIDENCE).orElse(null);
        int slots = slots(rounds);
        double perSlot = faster.estimate() * slots(comparison.counted(reference)) / slots;
        List<RunReport> reports = rounds.stream().map(Round::report).toList();
        return new ArmSummary(
                arm,
                rounds.size(),
                slots,
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
                Sample.median(Sample.of(rounds, round -> round.report().overhead().mean())),
                Sample.median(Sample.of(rounds, round -> round.report().ran().mean())),
                ArmSummary.Shares.of(rounds));
    }

    static double seconds(Round round) {
        return Math.max(round.report().wallSeconds(), SHORTEST_SECONDS);
    }

    private static int slots(List<Round> rounds) {
        return Math.max(1, rounds.stream().mapToInt(r -> r.report().slots()).max().orElse(1));
    }

    private static double cpuSeconds(List<RunReport> reports) {
        if (reports.stream().anyMatch(report -> report.cpuSeconds() < 0)) {
            return -1;
        }
        return Sample.median(reports.stream().mapToDouble(RunReport::cpuSeconds).toArray());
    }
}
