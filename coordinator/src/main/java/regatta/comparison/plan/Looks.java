package regatta.comparison.plan;

import java.util.List;
import java.util.Map;

/**
 * Decides whether a comparison may end before its last round. A look is an interim analysis. Looks
 * take place only after the numbers of rounds that the plan states, and all looks of a plan share
 * the allowed error equally (O. J. Dunn, Multiple comparisons among means, JASA 56:52–64, 1961; the
 * inequality also holds for growing data).
 */
final class Looks {
    private static final double ERROR = 1 - Summaries.CONFIDENCE;
    private static final double ERROR_OF_CERTAIN = 0.01;

    private Looks() {}

    /** Returns the allowed error of each look (interim analysis). */
    static double level(Plan plan) {
        return ERROR / plan.looks().size();
    }

    /**
     * Returns the allowed error of each interim analysis for a verdict of level {@link
     * Level#CERTAIN}.
     */
    static double certainLevel(Plan plan) {
        return ERROR_OF_CERTAIN / plan.looks().size();
    }

    /**
     * Returns whether an interim analysis of all blocks before {@code end} shows which arm to use.
     */
    static boolean tells(Plan plan, List<Round> rounds, int end) {
        List<Round> seen = rounds.stream().filter(round -> round.block() < end).toList();
        Comparison comparison = new Comparison("", Map.of(), plan, seen, Map.of());
        if (LeftOut.of(comparison).any()) {
            return false;
        }
        // The number of cores has no influence on which arm is fastest.
        Summaries summaries = new Summaries(comparison, 1);
        FastestSet set = new FastestSet(summaries, summaries.fit(), level(plan));
        return set.fastest().rounds() >= LogMean.FEWEST && set.isSettled(Verdict.AS_FAST);
    }
}
