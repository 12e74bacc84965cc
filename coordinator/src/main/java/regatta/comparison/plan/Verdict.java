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

    /**
     * Judges the arms that are fit, and says why the others are not recommended.
     *
     * @param unfit by the label of an arm: why it is not
     */
    static Verdict but(
            Map<String, String> unfit,
            Summaries summaries,
            List<ArmSummary> arms,
            Disturbance disturbance,
            double level) {
        List<ArmSummary> fit =
                arms.stream().filter(arm -> !unfit.containsKey(arm.arm().label())).toList();
        // Where no arm is fit, the figures still say why one was faster than another.
        Verdict judged =
                new Judge(summaries, arms, fit.isEmpty() ? arms : fit, disturbance, level)
                        .verdict();
        if (unfit.isEmpty()) {
            return judged;
        }
        String not =
                unfit.entrySet().stream()
                        .map(arm -> arm.getKey() + ": " + arm.getValue())
                        .collect(Collectors.joining("; ", "Not recommended: ", "."));
        return fit.isEmpty()
                ? new Verdict("", List.of(), false, 0, judged.cause(), "Use none of these. " + not)
                : new Verdict(
                        judged.use(),
                        judged.fastest(),
                        judged.certain(),
                        judged.moreRounds(),
                        judged.cause(),
                        judged.sentence() + " " + not);
    }
}
