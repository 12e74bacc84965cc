package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The arms that cannot be told from the fastest, or that take at most 3 % longer: less is not worth
 * a more complicated mode.
 *
 * <p>The fastest arm is not known, only the one that measured fastest, which is likelier to have
 * been lucky than the others. So no arm is compared with that one alone. An arm is left out when
 * some other arm is faster by a one-sided paired t-test whose error is divided by the number of
 * others – multiple comparisons with the best (J. C. Hsu, Constrained simultaneous confidence
 * intervals for multiple comparisons with the best, Annals of Statistics 12(3), 1984), with Holm's
 * division of the error in place of normal theory. Thereby the arm that is in truth the fastest is
 * left out with at most the error of the whole, however many arms there are and whatever their
 * spreads.
 *
 * <p>Among many equal arms each has that chance. So none is left out unless it is shown first, with
 * the same error, that the arms differ at all – the protected test of Fisher (The Design of
 * Experiments, 1935). Half of the error goes to the F-test of all arms ({@link EqualArms}), which
 * is blunt where one arm is far noisier than the others; the other half to the pair that differs
 * most.
 */
final class FastestSet {
    /** How much longer an arm may take and still count as fast. */
    static final double AS_FAST = 1.03;

    private final Summaries summaries;
    private final List<ArmSummary> arms;
    private final ArmSummary fastest;
    private final double level;
    private final List<ArmSummary> members;

    /**
     * Of all arms.
     *
     * @param level the error of all that is said together, such as 0.05
     */
    FastestSet(Summaries summaries, List<ArmSummary> arms, double level) {
        this.summaries = summaries;
        this.arms = arms;
        this.level = level;
        this.fastest =
                arms.stream()
                        .max(Comparator.comparingDouble(ArmSummary::timesFaster))
                        .orElseThrow();
        boolean enough = fastest.rounds() >= LogMean.FEWEST;
        boolean differ = enough && differ();
        this.members =
                arms.stream()
                        .filter(arm -> isClose(arm) || (enough && !(differ && isSlower(arm))))
                        .sorted(
                                Comparator.comparingInt((ArmSummary arm) ->
                                                Arm.simplicity(arm.arm().mode()))
                                        .thenComparingInt(ArmSummary::slots)
                                        .thenComparingInt(arms::indexOf))
                        .toList();
    }

    /** The simplest first. */
    List<ArmSummary> members() {
        return members;
    }

    /** The one that measured fastest. */
    ArmSummary fastest() {
        return fastest;
    }

    /** Whether an arm measured at most 3 % slower than the fastest one. */
    boolean isClose(ArmSummary arm) {
        return summaries.timesFaster(fastest.arm(), arm.arm()).estimate() <= AS_FAST;
    }

    /** The member that may be most ahead of the simplest one; empty when that is alone. */
    Optional<ArmSummary> rival() {
        if (!isClose(members.getFirst())) {
            return Optional.of(fastest);
        }
        return members.stream().skip(1).max(Comparator.comparingDouble(this::mostAhead));
    }

    /**
     * Whether no member can be more than {@code times} as fast as the simplest one: the one-sided
     * half of the test of equivalence of D. J. Schuirmann (Journal of Pharmacokinetics and
     * Biopharmaceutics 15(6), 1987).
     */
    boolean isSettled(double times) {
        return rival().map(rival -> mostAhead(rival) <= times).orElse(true);
    }

    /** How many times as fast as the simplest member. */
    LogMean ahead(ArmSummary arm) {
        return summaries.timesFaster(arm.arm(), members.getFirst().arm());
    }

    private double mostAhead(ArmSummary arm) {
        return ahead(arm).interval(1 - 2 * level).map(Interval::high).orElse(Double.MAX_VALUE);
    }

    /** The error of the first, one-sided test that an arm is slower. */
    double levelOfOne() {
        return arms.size() == 2 ? level / 2 : level / (arms.size() - 1);
    }

    private boolean isSlower(ArmSummary arm) {
        double[] pValues =
                arms.stream()
                        .filter(other -> !other.equals(arm))
                        .map(other -> summaries.timesFaster(other.arm(), arm.arm()))
                        .mapToDouble(LogMean::pValueOfMore)
                        .toArray();
        for (boolean rejected : Holm.rejected(pValues, level)) {
            if (rejected) {
                return true;
            }
        }
        return false;
    }

    private boolean differ() {
        double pValue =
                EqualArms.pValue(
                        summaries.completeBlocks(arms.stream().map(ArmSummary::arm).toList()));
        if (arms.size() == 2) { // the F-test is the paired t-test, and there is but one pair
            return pValue <= level;
        }
        int pairs = arms.size() * (arms.size() - 1) / 2;
        return pValue <= level / 2 || smallestOfPairs() <= level / 2 / pairs;
    }

    private double smallestOfPairs() {
        double smallest = 1;
        for (int i = 0; i < arms.size(); i++) {
            for (int j = 0; j < i; j++) {
                LogMean ratio = summaries.timesFaster(arms.get(i).arm(), arms.get(j).arm());
                smallest = Math.min(smallest, ratio.pValue());
            }
        }
        return smallest;
    }
}
