package regatta.comparison.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;

/**
 * Where the time of an arm's attempts goes, in seconds. Each figure is the median of that figure
 * over the counted rounds.
 *
 * @param arm label of the arm
 * @param attempts the number of attempts of a round, including attempts that repeat a task
 * @param repeated the part of the attempts that repeat a task, 0 to 1
 * @param queued the time from when a task is ready until the coordinator dispatches the attempt
 * @param waited the time from the arrival at the worker to the start of the run
 * @param ran the time from the start of the run to the end of the run
 * @param delay the time from the dispatch to the outcome's arrival at the coordinator, minus {@code
 *     waited} and {@code ran}
 */
public record ArmTimes(
        String arm,
        double attempts,
        double repeated,
        Distribution queued,
        Distribution waited,
        Distribution ran,
        Distribution delay) {

    static ArmTimes of(Arm arm, List<RunReport> rounds) {
        return new ArmTimes(
                arm.label(),
                median(rounds, RunReport::attempts),
                median(rounds, r -> r.repeatedAttempts() / (double) Math.max(1, r.attempts())),
                distribution(rounds, RunReport::queued),
                distribution(rounds, RunReport::waited),
                distribution(rounds, RunReport::ran),
                distribution(rounds, RunReport::delay));
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
