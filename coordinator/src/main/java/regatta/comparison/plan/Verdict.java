package regatta.comparison.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which arm to use.
 *
 * @param use label of the arm to use: the simplest of the fastest; empty where none is fit
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

    /**
     * The same verdict, which also says why some arms are not recommended.
     *
     * @param unfit by the label of an arm: why it is not
     */
    Verdict but(Map<String, String> unfit) {
        if (unfit.isEmpty()) {
            return this;
        }
        String not =
                unfit.entrySet().stream()
                        .map(arm -> arm.getKey() + ": " + arm.getValue())
                        .collect(Collectors.joining("; ", "Not recommended: ", "."));
        return unfit.containsKey(use)
                ? new Verdict("", List.of(), Level.NOT_FIT, 0, cause, "Use none of these. " + not)
                : new Verdict(use, fastest, level, moreRounds, cause, sentence + " " + not);
    }
}
