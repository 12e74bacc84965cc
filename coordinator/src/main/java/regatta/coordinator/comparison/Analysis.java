package regatta.coordinator.comparison;

import java.util.List;

/**
 * Every figure that is computed from a comparison.
 *
 * @param arms in the order of the plan
 * @param warnings what makes the figures suspect, a sentence each
 */
public record Analysis(List<ArmSummary> arms, Verdict verdict, List<String> warnings) {
    public Analysis {
        arms = List.copyOf(arms);
        warnings = List.copyOf(warnings);
    }

    /**
     * Computes all figures.
     *
     * @throws IllegalArgumentException when an arm has no counted round
     */
    public static Analysis of(Comparison comparison, Machine machine) {
        Summaries summaries = new Summaries(comparison);
        List<ArmSummary> arms = summaries.all();
        Verdict verdict = new Judge(summaries, arms, machine).verdict();
        return new Analysis(arms, verdict, Warnings.of(comparison, arms, machine));
    }
}
