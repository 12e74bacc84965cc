package regatta.comparison.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;

/**
 * Where the time of an arm's attempts went, in seconds: each figure is the median, over the counted
 * rounds, of that figure of a round.
 *
 * @param arm label of the arm
 * @param attempts of a round, first ones and repeated ones
 * @param repeated the part of them that repeated a task, 0 to 1
 * @param queued ready until dispatched
 * @param waited arrived at the worker until begun
 * @param ran begun until ended
 * @param overhead the rest of dispatched until answered
 */
public record ArmTimes(
        String arm,
        double attempts,
        double repeated,
        Distribution queued,
        Distribution waited,
        Distribution ran,
        Distribution overhead) {

    static ArmTimes of(Arm arm, List<RunReport> rounds) {
        return new ArmTimes(
                arm.label(),
                median(rounds, RunReport::attempts),
                median(rounds, r -> r.repeatedAttempts() / (double) Math.max(1, r.attempts())),
                distribution(rounds, RunReport::queued),
                distribution(rounds, RunReport::waited),
                distribution(rounds, RunReport::ran),
                distribution(rounds, RunReport::overhead));
    }

    private static Distribution distribution(
            List<RunReport> rounds, Function<RunReport, Distribution> part) {
        List<Distribution> parts = rounds.stream().map(part).toList();
        return new Distribution(
                median(parts, Distribution::p50),
                median(parts, Distribution::p90),
                median(parts, Distribution::p99),
                median(parts, Distribution::max),
                median(parts, Distribution::mean),
                median(parts, Distribution::total));
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
        return Sample.median(of.stream().mapToDouble(figure).toArray());
    }
}
