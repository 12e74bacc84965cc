package regatta.coordinator.comparison;

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
    private static final double POWER_OF_MANY = 0.97;

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
    Judge(
            Summaries summaries,
            List<ArmSummary> arms,
            Machine machine,
            Disturbance disturbance,
            double level) {
        this.arms = arms;
        Arm referenceArm = summaries.reference();
        this.reference =
                arms.stream().filter(a -> a.arm().equals(referenceArm)).findFirst().orElseThrow();
        this.set = new FastestSet(summaries, arms, level);
        this.use = set.members().getFirst();
        this.cause = Cause.of(reference, use, arms, machine);
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

    /** Rounds beyond those that there are, to show a difference from the rival. */
    private int moreRounds(LogMean ahead) {
        double power = arms.size() == 2 ? POWER : POWER_OF_MANY;
        OptionalInt needed = ahead.countToShow(toShow(ahead), set.levelOfOne(), power);
        return needed.isEmpty() ? 0 : Math.max(1, needed.getAsInt() - rounds());
    }

    /** What was measured where that matters, or 10 % if that is less. */
    private static double toShow(LogMean ahead) {
        return ahead.estimate() > FastestSet.AS_FAST ? Math.min(ahead.estimate(), MOST) : MOST;
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
                        : "about %d more rounds would show one of %d %%"
                                .formatted(more, Math.round((toShow(ahead) - 1) * 100));
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
