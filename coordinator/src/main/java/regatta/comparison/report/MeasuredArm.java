package regatta.comparison.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.comparison.plan.Grain;
import regatta.comparison.plan.LawFit;
import regatta.comparison.plan.Scaling;

/**
 * An arm together with the analysis of its comparison. Each {@link ArmFigure} reads its value from
 * this record.
 *
 * @param index the index of the arm in the plan's list of arms
 */
public record MeasuredArm(Analysis analysis, int index) {

    /** Returns the arms of an analysis, in the order of the plan. */
    public static List<MeasuredArm> all(Analysis analysis) {
        return IntStream.range(0, analysis.arms().size())
                .mapToObj(index -> new MeasuredArm(analysis, index))
                .toList();
    }

    public ArmSummary summary() {
        return analysis.arms().get(index);
    }

    public ArmTimes times() {
        return analysis.times().get(index);
    }

    public String label() {
        return summary().arm().label();
    }

    /**
     * Returns the verdict on the arm: {@code use}, {@code fastest} (as fast as the recommended arm,
     * but less simple) or {@code slower}.
     */
    String verdict() {
        if (analysis.verdict().use().equals(label())) {
            return "use";
        }
        return analysis.verdict().fastest().contains(label()) ? "fastest" : "slower";
    }

    /**
     * Returns the output of the arm's jobs as text for people; null if no round recorded an output.
     */
    @Nullable String answer() {
        return analysis.answers().stream()
                .filter(answer -> answer.arms().contains(label()))
                .map(answer -> String.join("; ", answer.lines()))
                .findFirst()
                .orElse(null);
    }

    Optional<Grain> grain() {
        return find(analysis.grains(), grain -> grain.arm().equals(label()));
    }

    Optional<Scaling> scaling() {
        return find(analysis.scalings(), scaling -> point(scaling).isPresent());
    }

    Optional<Scaling.Point> point() {
        return scaling().flatMap(this::point);
    }

    Optional<Scaling.Forecast> forecast() {
        return scaling().map(Scaling::forecast);
    }

    Optional<LawFit> law(LawFit.Law which) {
        return scaling().flatMap(scaling -> find(scaling.laws(), fit -> fit.law() == which));
    }

    private Optional<Scaling.Point> point(Scaling scaling) {
        return find(scaling.points(), point -> point.arm().equals(label()));
    }

    private static <T> Optional<T> find(List<T> all, Predicate<T> which) {
        return all.stream().filter(which).findFirst();
    }
}
