package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All figures that are computed from a comparison.
 *
 * @param arms the figures of each arm, in the order of the plan
 * @param times where the time of each arm's attempts goes, in the order of the plan
 * @param grains for each arm whose tasks leave the coordinator's process, how long a task must be
 *     for the arm to be faster than the reference
 * @param scalings how speed grows with the number of slots, for arms that differ only in the number
 *     of slots
 * @param answers the outputs of the jobs, as text for people
 * @param agreement whether the outputs of all rounds are equal
 * @param unfit for the label of each arm that Regatta never recommends, the reason
 * @param warnings one sentence for each reason to doubt the figures
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
     * @throws IllegalArgumentException if an arm has only warm-up rounds
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
