package regatta.comparison.plan;

import java.util.List;

/**
 * Which arm to use.
 *
 * @param use label of the arm to use: the simplest of the fastest
 * @param fastest labels of the arms that cannot be told from the fastest one or are within 3 % of
 *     it, the simplest first
 * @param certain whether the rounds suffice for what {@code sentence} says; otherwise it says what
 *     is missing
 * @param moreRounds about how many more rounds would show what these could not; 0 where none are
 *     needed, or none would help
 * @param cause why
 * @param sentence what to use, by how much, why, and what would change it
 */
public record Verdict(
        String use,
        List<String> fastest,
        boolean certain,
        int moreRounds,
        Cause cause,
        String sentence) {
    public Verdict {
        fastest = List.copyOf(fastest);
    }
}
