package regatta.comparison.plan;

import java.util.List;
import java.util.Map;

/**
 * Whether a comparison may end before all of its rounds: it is looked at after stated numbers of
 * rounds only, and the error of what is said is divided among these looks (O. J. Dunn, Multiple
 * comparisons among means, JASA 56:52–64, 1961, whose inequality holds for looks at growing data as
 * for anything else).
 */
final class Looks {
    private static final double ERROR = 1 - Summaries.CONFIDENCE;
    private static final double ERROR_OF_CERTAIN = 0.01;

    private Looks() {}

    /** The error of each look. */
    static double level(Plan plan) {
        return ERROR / plan.looks().size();
    }

    /** The error of each look of a verdict that is certain. */
    static double certainLevel(Plan plan) {
        return ERROR_OF_CERTAIN / plan.looks().size();
    }

    /** Whether a look at the first counted blocks tells which arm to use. */
    static boolean tells(Plan plan, List<Round> rounds, int end) {
        List<Round> seen = rounds.stream().filter(round -> round.block() < end).toList();
        Comparison comparison = new Comparison("", Map.of(), plan, seen, Map.of());
        if (LeftOut.of(comparison).any()) {
            return false;
        }
        // Which arm is fastest does not depend on cores.
        Summaries summaries = new Summaries(comparison, 1);
        FastestSet set = new FastestSet(summaries, summaries.fit(), level(plan));
        return set.fastest().rounds() >= LogMean.FEWEST && set.isSettled(FastestSet.AS_FAST);
    }
}
