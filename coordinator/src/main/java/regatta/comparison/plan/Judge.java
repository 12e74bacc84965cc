package regatta.comparison.plan;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which arm to use and writes the verdict with its reason. */
final class Judge {
    /**
     * If another arm may be more than this many times as fast as the recommended arm, the rounds do
     * not tell which arm to use.
     */
    private static final double MOST = 1.1;

    /** The chance that the advised number of rounds shows a difference between two arms. */
    private static final double POWER = 0.9;

    /**
     * The power for which to plan rounds of more than two arms. The test that protects equal arms
     * costs some power. In experiments, a planned power of 0.98 gave a power of 0.9 in total.
     */
    private static final double POWER_OF_MANY = 0.98;

    /**
     * The smallest number of rounds to advise for more than two arms. With fewer rounds, the test
     * whether the arms differ at all has little power.
     */
    private static final int LEAST_OF_MANY = 8;

    /**
     * How many rounds to advise if the measured rounds spread too far for an estimate. With this
     * number of rounds an estimate is possible.
     */
    private static final int ENOUGH_TO_TELL = 20;

    private final Measure measure;
    private final Summaries summaries;
    private final int compared;
    private final List<ArmSummary> arms;
    private final ArmSummary reference;
    private final FastestSet set;
    private final ArmSummary use;
    private final Level level;
    private final Cause cause;
    private final Optional<String> notFit;

    /**
     * Judges the arms that are fit. The reference may be unfit; unfit arms may also explain the
     * verdict.
     *
     * @param conditions finds differences between the arms' nodes
     */
    Judge(Comparison comparison, Summaries summaries, ConditionsOfArms conditions) {
        List<ArmSummary> all = summaries.all();
        this.measure = comparison.plan().measure();
        this.summaries = summaries;
        this.compared = all.size();
        this.arms = summaries.fit();
        Arm referenceArm = summaries.reference();
        this.reference =
                all.stream().filter(a -> a.arm().equals(referenceArm)).findFirst().orElseThrow();
        double likely = Looks.level(comparison.plan());
        FastestSet surely = new FastestSet(summaries, arms, Looks.certainLevel(comparison.plan()));
        LeftOut leftOut = LeftOut.of(comparison);
        boolean certain =
                enough(surely)
                        && surely.isSettled(Verdict.AS_FAST)
                        && surely.isClose(surely.members().getFirst())
                        && agrees(surely, leftOut, summaries, likely);
        this.set = certain ? surely : new FastestSet(summaries, arms, likely);
        this.use = set.members().getFirst();
        Optional<String> unequal = conditions.decisive(arms, use, reference);
        this.cause =
                unequal.map(what -> new Cause(Cause.Kind.UNEQUAL_CONDITIONS, what, ""))
                        .orElseGet(() -> cause(all));
        this.notFit = unequal.map(Judge::makeEqual).or(() -> leftOut.unfit(fewestRounds()));
        boolean told = enough(set) && set.isSettled(MOST) && set.isClose(use);
        this.level =
                notFit.isPresent()
                        ? Level.NOT_FIT
                        : certain ? Level.CERTAIN : told ? Level.LIKELY : Level.CANNOT_BE_TOLD;
    }

    /**
     * Returns why the recommended arm does well. If the workload gives a reason, the reason is the
     * cause, because the workload knows more than the times of tasks show. Otherwise the figures
     * give the cause.
     */
    private Cause cause(List<ArmSummary> all) {
        return measure.reason(use.arm())
                .map(said -> new Cause(Cause.Kind.BY_DESIGN, said, ""))
                .orElseGet(() ->
                        measure.isWallTime()
                                ? Causes.of(new Evidence(reference, use, all))
                                : new Cause(Cause.Kind.UNKNOWN, "The figures show no cause", ""));
    }

    private static boolean enough(FastestSet set) {
        return set.fastest().rounds() >= LogMean.FEWEST;
    }

    /** Returns whether the verdict would name the same arm if disturbed rounds counted. */
    private static boolean agrees(
            FastestSet without, LeftOut leftOut, Summaries summaries, double level) {
        if (!leftOut.any()) {
            return true;
        }
        Summaries all = summaries.withDisturbed();
        FastestSet with = new FastestSet(all, all.fit(), level);
        Arm use = without.members().getFirst().arm();
        return with.members().getFirst().arm().equals(use);
    }

    private static String makeEqual(String what) {
        return what + ". Start all of them alike, and run it again.";
    }

    Verdict verdict() {
        List<String> fastest = Words.labels(set.members());
        if (arms.size() == 1 && compared == 1) {
            String nothing = "Nothing to compare " + Words.label(use) + " with.";
            return new Verdict(Words.label(use), fastest, Level.CANNOT_BE_TOLD, 0, cause, nothing);
        }
        if (arms.size() == 1 && notFit.isEmpty()) {
            String only =
                    "%s %s, the only one of %d arms that is fit. %s."
                            .formatted(
                                    level == Level.CANNOT_BE_TOLD ? "Use" : level.words() + ": use",
                                    Words.label(use),
                                    compared,
                                    cause.because());
            return new Verdict(Words.label(use), fastest, level, 0, cause, only);
        }
        boolean open = level == Level.CANNOT_BE_TOLD && enough(set);
        Optional<ArmSummary> rival = open ? set.rival() : Optional.empty();
        int more = rival.map(this::moreRounds).orElse(0);
        List<ArmSummary> proven =
                notFit.isPresent() ? List.of() : set.provenFaster(reference.arm());
        List<ArmSummary> mayBeFaster =
                rival.isPresent() && proven.contains(use) ? set.mayBeFaster(MOST) : List.of();
        String sentence =
                notFit.map(this::asMeasured)
                        .or(() ->
                                rival.map(each ->
                                        mayBeFaster.isEmpty()
                                                ? undecided(each, more)
                                                : provenSoFar(proven, mayBeFaster, each, more)))
                        .orElseGet(() -> advice(""));
        return new Verdict(
                Words.label(use),
                fastest,
                level,
                Words.labels(proven),
                Words.labels(mayBeFaster),
                more,
                cause,
                sentence);
    }

    /**
     * Returns a sentence that says why the rounds allow no verdict, and which arm measured best.
     */
    private String asMeasured(String why) {
        ArmSummary least = set.fastest();
        return "%s: %s As measured, %s %s: %s."
                .formatted(
                        level.words(), why, Words.label(least), measure.hadTheBest(), times(least));
    }

    private int rounds() {
        return set.fastest().rounds();
    }

    /** Returns the number of counted rounds of the arm that has fewest of those that decide. */
    private int fewestRounds() {
        return Stream.concat(Stream.of(reference, use, set.fastest()), set.rival().stream())
                .mapToInt(ArmSummary::rounds)
                .min()
                .orElseThrow();
    }

    /**
     * Returns how many more rounds would show a lead of 10 % over the recommended arm; empty if the
     * measured rounds allow no estimate, or if more than a thousand rounds would be needed.
     */
    private OptionalInt toShow(LogMean ahead) {
        double power = arms.size() == 2 ? POWER : POWER_OF_MANY;
        OptionalInt needed = ahead.countToShow(MOST, set.levelOfOne(), power);
        int least = arms.size() == 2 ? 1 : LEAST_OF_MANY - rounds();
        return needed.isEmpty()
                ? needed
                : OptionalInt.of(Math.max(Math.max(1, least), needed.getAsInt() - rounds()));
    }

    /**
     * Returns how many more rounds to advise. The number is {@link #toShow} or, if that result is
     * empty, the number of rounds that an estimate needs. The number includes the rounds that will
     * not count if disturbances spoil as large a part of the rounds as before.
     */
    private int moreRounds(ArmSummary rival) {
        LogMean ahead = set.ahead(rival);
        int more = toShow(ahead).orElse(Math.max(0, ENOUGH_TO_TELL - rounds()));
        // A block counts only if both arms have an undisturbed round in the block.
        int run = summaries.withDisturbed().timesFaster(rival.arm(), use.arm()).count();
        return (int) Math.ceil((double) more * run / ahead.count());
    }

    /**
     * Returns the text of the verdict: which arm to use, then the sentence {@code doubt}, then the
     * cause.
     */
    private String advice(String doubt) {
        StringBuilder text = new StringBuilder();
        text.append(
                rounds() < LogMean.FEWEST
                        ? tooFew() + "; as measured, use "
                        : level.words() + ": use ");
        text.append(Words.label(use));
        if (use.equals(reference)) {
            text.append(": ").append(measure.noneBetter());
            next().ifPresent(arm ->
                    text.append("; the next is ")
                            .append(Words.label(arm))
                            .append(", ")
                            .append(times(arm)));
        } else {
            text.append(": ").append(times(use));
        }
        boolean time = measure.isWallTime();
        append(time ? "; as fast but less simple: " : "; as good: ", others(true), text);
        append(time ? "; not proven slower: " : "; not proven worse: ", others(false), text);
        text.append(". ").append(doubt).append(cause.because()).append('.');
        append(" ", cause.change(), text);
        return text.toString();
    }

    /** Returns the fastest of the arms that are not recommended. */
    private Optional<ArmSummary> next() {
        return arms.stream()
                .filter(arm -> !arm.equals(use))
                .max(Comparator.comparingDouble(ArmSummary::timesFaster));
    }

    /**
     * Returns the labels of members without the recommended arm: if {@code asFast}, the members
     * that measured as fast as the recommended arm, otherwise the remaining members.
     */
    private String others(boolean asFast) {
        boolean useIsFast = set.isClose(use);
        return set.members().stream()
                .filter(arm -> !arm.equals(use) && asFast == (useIsFast && set.isClose(arm)))
                .map(Words::label)
                .collect(Collectors.joining(", "));
    }

    private static void append(String before, String words, StringBuilder text) {
        if (!words.isEmpty()) {
            text.append(before).append(words);
        }
    }

    private String undecided(ArmSummary rival, int more) {
        String doubt = "The rounds show no clear difference: %s. ".formatted(measured(rival, more));
        return use.equals(reference)
                ? doubt
                        + "Until then use "
                        + Words.label(use)
                        + ", the simpler one. "
                        + cause.because()
                        + "."
                : advice(doubt);
    }

    /**
     * Returns a text that says what the rounds prove about the recommended arm, and what the rounds
     * leave open.
     *
     * @param proven the arms that are proven faster than the reference, including the recommended
     *     arm
     * @param mayBeFaster the arms that may be faster than the recommended arm
     */
    private String provenSoFar(
            List<ArmSummary> proven, List<ArmSummary> mayBeFaster, ArmSummary rival, int more) {
        List<ArmSummary> too =
                set.members().stream()
                        .filter(arm -> !arm.equals(use) && proven.contains(arm))
                        .toList();
        StringBuilder text = new StringBuilder();
        text.append(
                "Use %s. It is proven %s than %s: %s."
                        .formatted(
                                Words.label(use),
                                measure.better(),
                                Words.label(reference),
                                measure.isWallTime()
                                        ? "%s times as fast%s"
                                                .formatted(
                                                        number(use.timesFaster()), intervalOf(use))
                                        : times(use)));
        if (!too.isEmpty()) {
            text.append(too.size() == 1 ? " So is " : " So are ")
                    .append(Words.joined(Words.labels(too), "and"))
                    .append('.');
        }
        text.append(
                " Whether %s is %s than %s cannot be told: %s. %s."
                        .formatted(
                                mayBeFaster.size() > 1 && mayBeFaster.equals(too)
                                        ? "one of these"
                                        : Words.joined(Words.labels(mayBeFaster), "or"),
                                measure.better(),
                                Words.label(use),
                                measured(rival, more),
                                cause.because()));
        append(" ", cause.change(), text);
        return text.toString();
    }

    /**
     * Returns a text that says how fast an arm measured beside the recommended arm, and how many
     * more rounds would tell which of the two arms is faster.
     */
    private String measured(ArmSummary rival, int more) {
        LogMean ahead = set.ahead(rival);
        // The interval is corrected for the number of arms, as the test is. Otherwise the interval
        // and the test could contradict each other.
        double confidence = 1 - 2 * set.levelOfOne();
        String would =
                more == 0
                        ? "more rounds would hardly help"
                        : "about %d more rounds would %s"
                                .formatted(
                                        more,
                                        toShow(ahead).isPresent()
                                                ? "show a difference of 10 %"
                                                : "tell how many it takes");
        return "%s measured %s%s; %s"
                .formatted(
                        Words.label(rival),
                        measure.times(number(ahead.estimate()), Words.label(use)),
                        interval(confidence, ahead.interval(confidence).orElse(null)),
                        would);
    }

    private String times(ArmSummary arm) {
        return "%s%s"
                .formatted(
                        measure.times(number(arm.timesFaster()), Words.label(reference)),
                        intervalOf(arm));
    }

    private static String intervalOf(ArmSummary arm) {
        return interval(Summaries.CONFIDENCE, arm.timesFasterInterval());
    }

    private String tooFew() {
        return switch (rounds()) {
            case 0 -> "No round counts";
            case 1 -> "One round shows no spread";
            default -> rounds() + " rounds are too few for an interval";
        };
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
