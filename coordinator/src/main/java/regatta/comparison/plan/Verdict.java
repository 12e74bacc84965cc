package regatta.comparison.plan;

import java.util.List;

/**
 * Which arm to use.
 *
 * @param use label of the arm to use: the simplest of the fastest
 * @param fastest labels of the arms that cannot be told from the fastest one or are within 3 % of
 *     it, the simplest first
 * @param level how sure that is; where it is less than likely, {@code sentence} says what to do
 * @param moreRounds about how many more rounds would show what these could not; 0 where none are
 *     needed, or none would help
 * @param cause why
 * @param sentence what to use, by how much, why, and what would change it
 */
public record Verdict(
        String use,
        List<String> fastest,
        Level level,
        int moreRounds,
        Cause cause,
        String sentence) {
    public Verdict {
        fastest = List.copyOf(fastest);
    }

    /** Whether the rounds suffice for what is said. */
    public boolean told() {
        return level == Level.CERTAIN || level == Level.LIKELY;
    }
}
