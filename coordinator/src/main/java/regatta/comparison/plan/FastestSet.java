package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The arms that cannot be told from the fastest arm, and the arms that take at most 3 % longer than
 * the fastest arm. A gain of at most 3 % does not justify a more complicated mode.
 *
 * <p>Measurements show only which arm measured fastest, and that arm may have been lucky. Therefore
 * no arm is compared with only the arm that measured fastest. An arm is left out if some other arm
 * is faster by a one-sided paired t-test. The allowed error of each test is the allowed error of
 * all tests together, divided by the number of other arms. This method is the multiple comparison
 * with the best (J. C. Hsu, Constrained simultaneous confidence intervals for multiple comparisons
 * with the best, Annals of Statistics 12(3), 1984), but with Bonferroni's division of the error
 * instead of normal theory. Bonferroni's division is the first step of {@link Holm}, and this step
 * decides whether any test rejects. So the probability of leaving out the truly fastest arm is at
 * most the allowed error of all tests together, whatever the number and the spreads of the arms.
 *
 * <p>If many arms are equal, each of these arms may be left out with that probability. Therefore no
 * arm is left out unless another test shows first, with the same error, that the arms differ at
 * all. This is Fisher's protected test (The Design of Experiments, 1935). Half of the error goes to
 * the F-test of all arms ({@link EqualArms}), which is weak if one arm is far noisier than the
 * other arms. The other half of the error goes to t-tests of all pairs of arms. The smallest
 * p-value of these t-tests decides.
 */
final class FastestSet {
    private final Summaries summaries;
    private final List<ArmSummary> arms;
    private final ArmSummary fastest;
    private final double level;
    private final List<ArmSummary> members;

    /**
     * Finds the set among {@code arms}.
     *
     * @param level the chance of error of all tests together, such as 0.05
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
                                Comparator.comparing(ArmSummary::arm, Arm.SIMPLEST_FIRST)
                                        .thenComparingInt(ArmSummary::slots)
                                        .thenComparingInt(arms::indexOf))
                        .toList();
    }

    /** Returns the arms of the set, the simplest first. */
    List<ArmSummary> members() {
        return members;
    }

    /** Returns the arm that measured fastest. */
    ArmSummary fastest() {
        return fastest;
    }

    /** Returns whether an arm measured at most 3 % slower than the fastest arm. */
    boolean isClose(ArmSummary arm) {
        return summaries.timesFaster(fastest.arm(), arm.arm()).estimate() <= Verdict.AS_FAST;
    }

    /**
     * Returns the member that may be furthest ahead of the simplest member; empty if the simplest
     * member is the only member.
     */
    Optional<ArmSummary> rival() {
        if (!isClose(members.getFirst())) {
            return Optional.of(fastest);
        }
        return members.stream().skip(1).max(Comparator.comparingDouble(this::mostAhead));
    }

    /**
     * Returns whether no member can be more than {@code times} as fast as the simplest member. The
     * method is the one-sided half of the equivalence test of D. J. Schuirmann (Journal of
     * Pharmacokinetics and Biopharmaceutics 15(6), 1987).
     */
    boolean isSettled(double times) {
        return rival().map(rival -> mostAhead(rival) <= times).orElse(true);
    }

    /**
     * Returns the members that may be more than {@code times} as fast as the simplest member. The
     * result always contains the {@link #rival}.
     */
    List<ArmSummary> mayBeFaster(double times) {
        Optional<ArmSummary> rival = rival();
        return members.stream()
                .skip(1)
                .filter(arm -> mostAhead(arm) > times || rival.filter(arm::equals).isPresent())
                .toList();
    }

    /**
     * Returns the arms that are proven faster than {@code reference}. The one-sided paired t-tests
     * share the set's error equally (O. J. Dunn, Multiple comparisons among means, JASA 56:52–64,
     * 1961), so all statements hold together.
     */
    List<ArmSummary> provenFaster(Arm reference) {
        List<ArmSummary> others = arms.stream().filter(a -> !a.arm().equals(reference)).toList();
        double levelOfEach = level / Math.max(2, others.size());
        return others.stream()
                .filter(arm ->
                        summaries.timesFaster(arm.arm(), reference).pValueOfMore() <= levelOfEach)
                .toList();
    }

    /** Returns how many times as fast as the simplest member an arm is. */
    LogMean ahead(ArmSummary arm) {
        return summaries.timesFaster(arm.arm(), members.getFirst().arm());
    }

    private double mostAhead(ArmSummary arm) {
        return ahead(arm).interval(1 - 2 * level).map(Interval::high).orElse(Double.MAX_VALUE);
    }

    /**
     * Returns the allowed error of a single one-sided test that an arm is slower. With more than
     * two arms, the result is Bonferroni's share: the error of all tests together, divided by the
     * number of tests of an arm.
     */
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
        if (arms.size() == 2) { // with two arms, the F-test is the paired t-test of the only pair
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
