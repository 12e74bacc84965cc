package regatta.comparison.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What kept the counted rounds of an arm from its tasks, beside the tasks themselves: each a part,
 * 0 to 1, in the mean over rounds.
 *
 * @param coresTaken cores that it could use and other programs had
 * @param lackOfCores time in which tasks could have computed and had no core; −1 where not known
 * @param throttled time for which a quota held it back
 * @param repeated attempts that repeated a task
 */
public record Hindrances(double coresTaken, double lackOfCores, double throttled, double repeated) {
    static final Hindrances NONE = new Hindrances(0, 0, 0, 0);

    static Hindrances of(List<Round> rounds) {
        return new Hindrances(
                mean(rounds, Round::coresTaken),
                lackOfCores(rounds),
                mean(rounds, Round::throttled),
                mean(rounds, Hindrances::repeated));
    }

    private static double lackOfCores(List<Round> rounds) {
        return rounds.stream().anyMatch(round -> round.lackOfCores() < 0)
                ? -1
                : mean(rounds, Round::lackOfCores);
    }

    private static double repeated(Round round) {
        return round.report().repeatedAttempts() / (double) Math.max(1, round.report().attempts());
    }

    private static double mean(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).average().orElse(0);
    }
}
