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
 * @param proven the labels of the arms that are proven faster than the reference. All these
 *     statements together are wrong with an error of at most 5 %. Empty if the rounds are unfit for
 *     a verdict.
 * @param open the labels of the arms that may be more than 10 % faster than {@code use}; empty
 *     unless {@code use} is proven faster than the reference and the level is {@link
 *     Level#CANNOT_BE_TOLD}
 * @param moreRounds about how many more rounds to run to decide what these rounds left open, those
 *     that disturbances will spoil included; 0 if none are needed or none would help
 * @param cause the reason
 * @param sentence for people: what to use, by how much, why, and what would change it
 */
public record Verdict(
        String use,
        List<String> fastest,
        Level level,
        List<String> proven,
        List<String> open,
        int moreRounds,
        Cause cause,
        String sentence) {
    public Verdict {
        fastest = List.copyOf(fastest);
        proven = List.copyOf(proven);
        open = List.copyOf(open);
    }

    /** Returns whether the verdict is at least likely. */
    public boolean told() {
        return level == Level.CERTAIN || level == Level.LIKELY;
    }

    /** Creates a verdict that proves nothing beyond its level. */
    Verdict(
            String use,
            List<String> fastest,
            Level level,
            int moreRounds,
            Cause cause,
            String sentence) {
        this(use, fastest, level, List.of(), List.of(), moreRounds, cause, sentence);
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
                : new Verdict(
                        use, fastest, level, proven, open, moreRounds, cause, sentence + " " + not);
    }
}
