package regatta.bench.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import regatta.comparison.plan.Verdict;

/**
 * The result of following the tool's advice: run three rounds, and if they are inconclusive, run a
 * new comparison with as many rounds as the verdict asks for.
 *
 * @param found how often the final verdict leaves the slower arm out of the fastest set
 * @param advised how often the first verdict asked for more rounds
 * @param medianRounds the median number of rounds in those cases, including the first three
 */
record Advice(Trials.Share found, Trials.Share advised, int medianRounds) {
    private static final int FIRST = 3;

    private record Outcome(boolean found, int rounds) {}

    /** Follows the advice in comparisons in which the arm with label {@code slower} is slower. */
    static Advice of(MadeUp comparison, String slower, Trials trials) {
        Outcome[] outcomes =
                IntStream.range(0, trials.count())
                        .mapToObj(i -> follow(comparison, slower, trials.seed() * 1_000_003L + i))
                        .toArray(Outcome[]::new);
        int[] rounds =
                Arrays.stream(outcomes)
                        .mapToInt(Outcome::rounds)
                        .filter(each -> each > FIRST)
                        .sorted()
                        .toArray();
        long found = Arrays.stream(outcomes).filter(Outcome::found).count();
        return new Advice(
                new Trials.Share(found, outcomes.length),
                new Trials.Share(rounds.length, outcomes.length),
                rounds.length == 0 ? FIRST : rounds[rounds.length / 2]);
    }

    private static Outcome follow(MadeUp comparison, String slower, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Verdict first = comparison.withLooks(FIRST).run(random).verdict();
        int rounds = FIRST + first.moreRounds();
        Verdict last = rounds == FIRST ? first : comparison.withLooks(rounds).run(random).verdict();
        return new Outcome(!last.fastest().contains(slower), rounds);
    }
}
