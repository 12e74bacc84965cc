package regatta.coordinator.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fastest arms and the simplest of them.
 *
 * <p>An arm is slower than the fastest when the paired t-test of their log-ratios says so,
 * corrected over arms after Holm, and it takes more than 3 % longer: less is not worth a more
 * complicated mode.
 *
 * <p>The fastest arm is chosen by the same rounds that it is then tested with. Measured on equal
 * arms with log-normal noise, {@code batch} is therefore called slower in at most 3 % of
 * comparisons, but with seven arms some other one is left out of the set in up to 11 %.
 */
final class Judge {
    private static final double LEVEL = 1 - Summaries.CONFIDENCE;
    private static final double AS_FAST = 1.03;

    private final Summaries summaries;
    private final List<ArmSummary> arms;
    private final ArmSummary reference;
    private final ArmSummary fastest;
    private final boolean enough;
    private final Machine machine;

    Judge(Summaries summaries, List<ArmSummary> arms, Machine machine) {
        this.summaries = summaries;
        this.arms = arms;
        this.machine = machine;
        Arm referenceArm = summaries.reference();
        this.reference =
                arms.stream().filter(a -> a.arm().equals(referenceArm)).findFirst().orElseThrow();
        this.fastest =
                arms.stream()
                        .max(Comparator.comparingDouble(ArmSummary::timesFaster))
                        .orElseThrow();
        this.enough = fastest.rounds() >= LogMean.FEWEST;
    }

    Verdict verdict() {
        if (arms.size() == 1) {
            String only = fastest.arm().label();
            return new Verdict(only, List.of(only), false, "Nothing to compare " + only + " with.");
        }
        List<ArmSummary> set = fastestSet();
        ArmSummary use = set.getFirst();
        boolean told = timesSlower(use) <= AS_FAST;
        String sentence = told ? advice(use, set) : undecided(use);
        return new Verdict(
                use.arm().label(),
                set.stream().map(a -> a.arm().label()).toList(),
                enough && told,
                sentence);
    }

    private List<ArmSummary> fastestSet() {
        List<ArmSummary> others = arms.stream().filter(arm -> !arm.equals(fastest)).toList();
        double[] pValues =
                others.stream()
                        .mapToDouble(o -> summaries.timesFaster(fastest.arm(), o.arm()).pValue())
                        .toArray();
        boolean[] slower = Holm.rejected(pValues, LEVEL);
        List<ArmSummary> set = new ArrayList<>(List.of(fastest));
        for (int i = 0; i < slower.length; i++) {
            boolean close = timesSlower(others.get(i)) <= AS_FAST;
            if (close || (enough && !slower[i])) {
                set.add(others.get(i));
            }
        }
        set.sort(
                Comparator.comparingInt((ArmSummary arm) -> Arm.simplicity(arm.arm().mode()))
                        .thenComparingInt(ArmSummary::slots)
                        .thenComparingInt(arms::indexOf));
        return set;
    }

    private double timesSlower(ArmSummary arm) {
        return summaries.timesFaster(fastest.arm(), arm.arm()).estimate();
    }

    private String advice(ArmSummary use, List<ArmSummary> set) {
        StringBuilder text = new StringBuilder();
        text.append(enough ? "Use " : tooFew(fastest.rounds()) + "; as measured, use ");
        text.append(use.arm().label());
        if (use.equals(reference)) {
            text.append(": no other arm was more than 3 % faster");
        } else {
            text.append(": ").append(times(use));
        }
        append("; as fast but less simple: ", others(use, set, true), text);
        append("; not proven slower: ", others(use, set, false), text);
        return text.append(". ").append(Cause.of(reference, use, arms, machine)).toString();
    }

    private String others(ArmSummary use, List<ArmSummary> set, boolean close) {
        return set.stream()
                .filter(arm -> !arm.equals(use) && close == (timesSlower(arm) <= AS_FAST))
                .map(arm -> arm.arm().label())
                .collect(Collectors.joining(", "));
    }

    private static void append(String words, String labels, StringBuilder text) {
        if (!labels.isEmpty()) {
            text.append(words).append(labels);
        }
    }

    private String undecided(ArmSummary use) {
        LogMean ratio = summaries.timesFaster(fastest.arm(), use.arm());
        OptionalInt rounds = ratio.countToTell(Summaries.CONFIDENCE);
        String more =
                rounds.isEmpty()
                        ? "more rounds would hardly help"
                        : "about %d more would"
                                .formatted(Math.max(1, rounds.getAsInt() - fastest.rounds()));
        return """
        No difference can be told: %s measured %s times as fast as %s%s, which %d rounds do \
        not prove; %s. Until then use %s, the simpler one.\
        """
                .formatted(
                        fastest.arm().label(),
                        number(ratio.estimate()),
                        use.arm().label(),
                        interval(ratio.interval(Summaries.CONFIDENCE).orElse(null)),
                        fastest.rounds(),
                        more,
                        use.arm().label());
    }

    private String times(ArmSummary arm) {
        return "%s times as fast as %s%s"
                .formatted(
                        number(arm.timesFaster()),
                        reference.arm().label(),
                        interval(arm.timesFasterInterval()));
    }

    private static String tooFew(int rounds) {
        return rounds == 1
                ? "One round shows no spread"
                : rounds + " rounds are too few for an interval";
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null
                ? ""
                : " (95 %% %s–%s)".formatted(number(interval.low()), number(interval.high()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : "%.1f", value);
    }
}
