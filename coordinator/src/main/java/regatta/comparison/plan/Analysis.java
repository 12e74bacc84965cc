package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every figure that is computed from a comparison.
 *
 * @param arms in the order of the plan
 * @param times where the time of each arm's attempts went, in the order of the plan
 * @param grains for each arm whose tasks leave the process: how long a task must be
 * @param scalings for arms that differ in slots only
 * @param answers what the jobs put out, in words
 * @param agreement whether all rounds put out the same
 * @param unfit by the label of each arm that is never recommended: why
 * @param warnings what makes the figures suspect, a sentence each
 */
public record Analysis(
        List<ArmSummary> arms,
        Verdict verdict,
        List<ArmTimes> times,
        List<Grain> grains,
        List<Scaling> scalings,
        List<Answer> answers,
        Agreement agreement,
        Map<String, String> unfit,
        List<String> warnings) {
    public Analysis {
        arms = List.copyOf(arms);
        times = List.copyOf(times);
        grains = List.copyOf(grains);
        scalings = List.copyOf(scalings);
        answers = List.copyOf(answers);
        unfit = Collections.unmodifiableMap(new LinkedHashMap<>(unfit));
        warnings = List.copyOf(warnings);
    }

    /**
     * Computes all figures.
     *
     * @throws IllegalArgumentException when an arm has no round but warm-ups
     */
    public static Analysis of(Comparison comparison, Machine machine) {
        Summaries summaries = new Summaries(comparison, machine.cores());
        List<ArmSummary> arms = summaries.all();
        boolean time = comparison.plan().measure().isWallTime();
        ConditionsOfArms conditions = new ConditionsOfArms(machine);
        Verdict verdict =
                new Judge(comparison, summaries, conditions).verdict().but(comparison.unfit());
        return new Analysis(
                arms,
                verdict,
                summaries.times(),
                time ? Grain.each(arms, summaries.reference()) : List.of(),
                time ? Scaling.each(comparison.plan().reference(), arms, summaries) : List.of(),
                comparison.answers(),
                Agreement.of(comparison),
                comparison.unfit(),
                Warnings.of(comparison, arms, machine, conditions));
    }
}
