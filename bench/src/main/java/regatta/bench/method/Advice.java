package regatta.bench.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import regatta.comparison.plan.Verdict;

/**
 * What comes of following the tool's advice: three rounds first and, where these do not tell, a new
 * comparison with as many as the verdict asks for.
 *
 * @param found how often the slower arm is then left out of the fastest
 * @param advised how often more rounds were asked for
 * @param medianRounds median of the rounds that were asked for, the first three included
 */
record Advice(Trials.Share found, Trials.Share advised, int medianRounds) {
    private static final int FIRST = 3;

    private record Outcome(boolean found, int rounds) {}

    /** Of comparisons in which the arm of that label is slower. */
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
