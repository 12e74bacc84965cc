package regatta.comparison.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which arm to use, and why.
 *
 * @param use the label of the arm to use: the simplest arm in {@code fastest}; empty if no arm is
 *     fit
 * @param fastest the labels of the arms that cannot be told from the fastest arm or are within 3 %
 *     of the fastest arm, the simplest arm first
 * @param level how sure the verdict is. If the verdict is less sure than {@link Level#LIKELY},
 *     {@code sentence} says what to do.
 * @param proven the labels of the arms that are proven faster than the reference. The probability
 *     that any of these statements is wrong is at most 5 %. Empty if the rounds are unfit for a
 *     verdict.
 * @param open the labels of the arms that may be more than 10 % faster than {@code use}; empty
 *     unless {@code use} is proven faster than the reference and the level is {@link
 *     Level#CANNOT_BE_TOLD}
 * @param moreRounds about how many more rounds would decide what the rounds left open, including
 *     rounds that disturbances will spoil; 0 if no more rounds are needed, or if more rounds would
 *     not help
 * @param cause the reason for the verdict
 * @param sentence a text that tells people which arm to use, how much faster the arm is, why, and
 *     what would change the verdict
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
    /**
     * An arm counts as fast if the arm takes at most this many times as long as the fastest arm.
     */
    public static final double AS_FAST = 1.03;

    public Verdict {
        fastest = List.copyOf(fastest);
        proven = List.copyOf(proven);
        open = List.copyOf(open);
    }

    /** Returns whether the verdict is at least likely. */
    public boolean told() {
        return level == Level.CERTAIN || level == Level.LIKELY;
    }

    /** Creates a verdict without proven arms and without open arms. */
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
     * @param unfit for the label of each arm that is not recommended, the reason
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
