package regatta.comparison.plan;

import java.util.List;

/**
 * Every figure that is computed from a comparison.
 *
 * @param arms in the order of the plan
 * @param times where the time of each arm's attempts went, in the order of the plan
 * @param grains for each arm whose tasks leave the process: how long a task must be
 * @param scalings for arms that differ in slots only
 * @param warnings what makes the figures suspect, a sentence each
 */
public record Analysis(
        List<ArmSummary> arms,
        Verdict verdict,
        List<ArmTimes> times,
        List<Grain> grains,
        List<Scaling> scalings,
        List<String> warnings) {
    public Analysis {
        arms = List.copyOf(arms);
        times = List.copyOf(times);
        grains = List.copyOf(grains);
        scalings = List.copyOf(scalings);
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
        ConditionsOfArms conditions = new ConditionsOfArms(machine);
        Verdict verdict = new Judge(comparison, summaries, conditions).verdict();
        return new Analysis(
                arms,
                verdict,
                summaries.times(),
                Grain.each(arms, summaries.reference()),
                Scaling.each(comparison.plan().reference(), arms, summaries),
                Warnings.of(comparison, arms, machine, conditions));
    }
}
