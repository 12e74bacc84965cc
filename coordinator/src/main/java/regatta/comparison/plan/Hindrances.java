package regatta.comparison.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What kept an arm from running its tasks, apart from the tasks themselves. Each component is a
 * part from 0 to 1: the mean over the counted rounds.
 *
 * @param coresTaken the part of the arm's usable cores that other programs took
 * @param lackOfCores the part of the time in which tasks could have computed but had no core; −1 if
 *     unknown
 * @param throttled the part of the time for which a quota held the arm back
 * @param repeated the part of the attempts that repeated a task
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
