package regatta.comparison.plan;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which arm to use, and why, in words. */
final class Judge {
    /** An arm that may be this much faster than the one to use leaves the verdict open. */
    private static final double MOST = 1.1;

    /** The chance that as many rounds as advised show the difference between two arms. */
    private static final double POWER = 0.9;

    /** The protection of equal arms costs some of it: tried out, this much leaves 0.9. */
    private static final double POWER_OF_MANY = 0.98;

    /** With fewer rounds than these, the test whether many arms differ at all has little power. */
    private static final int LEAST_OF_MANY = 8;

    /** From so many rounds it can be said how many it takes, or that it takes too many. */
    private static final int ENOUGH_TO_TELL = 20;

    private final List<ArmSummary> arms;
    private final ArmSummary reference;
    private final FastestSet set;
    private final ArmSummary use;
    private final Cause cause;
    private final Disturbance disturbance;

    /**
     * Of all arms.
     *
     * @param level the error of all that the verdict says
     */
    Judge(Summaries summaries, List<ArmSummary> arms, Disturbance disturbance, double level) {
        this.arms = arms;
        Arm referenceArm = summaries.reference();
        this.reference =
                arms.stream().filter(a -> a.arm().equals(referenceArm)).findFirst().orElseThrow();
        this.set = new FastestSet(summaries, arms, level);
        this.use = set.members().getFirst();
        this.cause = Cause.of(reference, use, arms);
        this.disturbance = disturbance;
    }

    Verdict verdict() {
        List<String> fastest = set.members().stream().map(Judge::label).toList();
        if (arms.size() == 1) {
            String nothing = "Nothing to compare " + label(use) + " with.";
            return new Verdict(label(use), fastest, false, 0, cause, nothing);
        }
        boolean enough = rounds() >= LogMean.FEWEST;
        boolean told = set.isSettled(MOST) && set.isClose(use);
        Optional<ArmSummary> rival = told || !enough ? Optional.empty() : set.rival();
        int more = rival.map(each -> moreRounds(set.ahead(each))).orElse(0);
        String sentence = rival.map(each -> undecided(each, more)).orElseGet(() -> advice(""));
        boolean certain = enough && told && !disturbance.remained();
        return new Verdict(
                label(use), fastest, certain, more, cause, disturbance.sentence() + sentence);
    }

    private int rounds() {
        return set.fastest().rounds();
    }

    /**
     * Rounds beyond those that there are, to show that an arm is 10 % faster than the one to use.
     */
    private OptionalInt toShow(LogMean ahead) {
        double power = arms.size() == 2 ? POWER : POWER_OF_MANY;
        OptionalInt needed = ahead.countToShow(MOST, set.levelOfOne(), power);
        int least = arms.size() == 2 ? 1 : LEAST_OF_MANY - rounds();
        return needed.isEmpty()
                ? needed
                : OptionalInt.of(Math.max(Math.max(1, least), needed.getAsInt() - rounds()));
    }

    /** The same or, where the few that there are spread too far to say, as many as would tell. */
    private int moreRounds(LogMean ahead) {
        return toShow(ahead).orElse(Math.max(0, ENOUGH_TO_TELL - rounds()));
    }

    /** What to use and why; {@code doubt} is a sentence that stands between the two. */
    private String advice(String doubt) {
        StringBuilder text = new StringBuilder();
        text.append(rounds() < LogMean.FEWEST ? tooFew() + "; as measured, use " : "Use ");
        text.append(label(use));
        if (use.equals(reference)) {
            text.append(": no other arm was more than 3 % faster");
            next().ifPresent(arm ->
                    text.append("; the next is ")
                            .append(label(arm))
                            .append(", ")
                            .append(times(arm)));
        } else {
            text.append(": ").append(times(use));
        }
        append("; as fast but less simple: ", others(true), text);
        append("; not proven slower: ", others(false), text);
        text.append(". ").append(doubt).append(cause.because()).append('.');
        append(" ", cause.change(), text);
        return text.toString();
    }

    /** The arm that measured fastest but for the one to use. */
    private Optional<ArmSummary> next() {
        return arms.stream()
                .filter(arm -> !arm.equals(use))
                .max(Comparator.comparingDouble(ArmSummary::timesFaster));
    }

    private String others(boolean close) {
        return set.members().stream()
                .filter(arm -> !arm.equals(use) && close == set.isClose(arm))
                .map(Judge::label)
                .collect(Collectors.joining(", "));
    }

    private static void append(String before, String words, StringBuilder text) {
        if (!words.isEmpty()) {
            text.append(before).append(words);
        }
    }

    private String undecided(ArmSummary rival, int more) {
        LogMean ahead = set.ahead(rival);
        // Corrected over arms, as the test is, or the two could contradict each other.
        double confidence = 1 - 2 * set.levelOfOne();
        String would =
                more == 0
                        ? "more rounds would hardly help"
                        : "about %d more rounds would %s"
                                .formatted(
                                        more,
                                        toShow(ahead).isPresent()
                                                ? "show one of 10 %"
                                                : "tell how many it takes");
        String doubt =
                "No difference can be told: %s measured %s times as fast as %s%s; %s. "
                        .formatted(
                                label(rival),
                                number(ahead.estimate()),
                                label(use),
                                interval(confidence, ahead.interval(confidence).orElse(null)),
                                would);
        return use.equals(reference)
                ? doubt + "Until then use " + label(use) + ", the simpler one."
                : advice(doubt);
    }

    private String times(ArmSummary arm) {
        return "%s times as fast as %s%s"
                .formatted(
                        number(arm.timesFaster()),
                        label(reference),
                        interval(Summaries.CONFIDENCE, arm.timesFasterInterval()));
    }

    private String tooFew() {
        return switch (rounds()) {
            case 0 -> "No round counts";
            case 1 -> "One round shows no spread";
            default -> rounds() + " rounds are too few for an interval";
        };
    }

    private static String label(ArmSummary arm) {
        return arm.arm().label();
    }

    private static String interval(double confidence, @Nullable Interval interval) {
        DecimalFormat percent =
                new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return interval == null
                ? ""
                : " (%s %% %s–%s)"
                        .formatted(
                                percent.format(100 * confidence),
                                number(interval.low()),
                                number(interval.high()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : "%.1f", value);
    }
}
