package regatta.comparison.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which arm to use, and why.
 *
 * @param use the label of the arm to use: the simplest of the fastest; empty if no arm is fit
 * @param fastest the labels of the arms that cannot be told from the fastest one or are within 3 %
 *     of it, the simplest first
 * @param level how sure the verdict is. Below {@link Level#LIKELY}, {@code sentence} says what to
 *     do.
 * @param moreRounds about how many more rounds would decide what these rounds left open; 0 if none
 *     are needed or none would help
 * @param cause the reason
 * @param sentence for people: what to use, by how much, why, and what would change it
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

    /** Returns whether the verdict is at least likely. */
    public boolean told() {
        return level == Level.CERTAIN || level == Level.LIKELY;
    }

    /**
     * Returns the same verdict, which also says why some arms are not recommended.
     *
     * @param unfit why an arm is not recommended, by its label
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
