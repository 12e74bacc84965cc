package regatta.comparison.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Answer;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Arm.Varied;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.Grain;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.Level;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Verdict;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document.Card;
import regatta.document.Document.Chip;
import regatta.document.Document.Tone;
import regatta.document.Figures;

/**
 * The result of a comparison in words for people: which mode to use, how much faster that mode is
 * than the reference, how certain the verdict is, and why.
 */
final class VerdictCard {
    private VerdictCard() {}

    static Card of(Compared compared) {
        Analysis analysis = compared.analysis();
        List<String> sentences = new ArrayList<>();
        sentences.add(analysis.verdict().sentence());
        if (!analysis.grains().isEmpty()) {
            sentences.add(grains(analysis));
        }
        sentences.addAll(answers(analysis));
        return new Card(
                compared.comparison().title(),
                headline(compared),
                recommended(analysis),
                sentences,
                chips(compared));
    }

    /**
     * Returns sentences that say how long tasks must be for modes outside the coordinator's process
     * to be worthwhile.
     */
    static String grains(Analysis analysis) {
        return analysis.grains().stream().map(Grain::sentence).collect(Collectors.joining(" "));
    }

    /**
     * Returns the outputs of the arms' jobs as lines of text. If the outputs differ, each line
     * names the arms that have this output.
     */
    static List<String> answers(Analysis analysis) {
        List<String> lines = new ArrayList<>();
        for (Answer answer : analysis.answers()) {
            String whose =
                    analysis.answers().size() == 1
                            ? "Answer: "
                            : "Answer of " + String.join(", ", answer.arms()) + ": ";
            answer.lines().forEach(line -> lines.add(whose + line));
        }
        return lines;
    }

    private static String headline(Compared compared) {
        Verdict verdict = compared.analysis().verdict();
        String use = verdict.use();
        if (use.isEmpty()) {
            return "Use none of these";
        }
        return switch (verdict.level()) {
            case NOT_FIT -> "Not fit to judge";
            case CANNOT_BE_TOLD ->
                    verdict.open().isEmpty()
                            ? "Cannot be told yet; until then, use " + use
                            : "Use %s: %s; %s".formatted(use, by(compared), whether(compared));
            case CERTAIN, LIKELY -> "Use %s: %s".formatted(use, by(compared));
        };
    }

    private static String by(Compared compared) {
        String reference = compared.comparison().plan().reference();
        Measure measure = compared.comparison().plan().measure();
        String word = measure.isWallTime() ? "fast" : "good";
        return best(compared.analysis())
                .filter(arm -> !arm.arm().label().equals(reference))
                .map(arm ->
                        "%s× as %s as %s"
                                .formatted(Figures.ratio(arm.timesFaster()), word, reference))
                .orElse("nothing else is more than 3 % " + measure.better());
    }

    /** Returns the label of the recommended arm; empty if no arm is recommended. */
    static String recommended(Analysis analysis) {
        return analysis.verdict().level() == Level.NOT_FIT ? "" : analysis.verdict().use();
    }

    /** Returns the recommended arm; empty if no arm is recommended. */
    static Optional<ArmSummary> best(Analysis analysis) {
        return analysis.arms().stream()
                .filter(arm -> arm.arm().label().equals(recommended(analysis)))
                .findFirst();
    }

    private static List<Chip> chips(Compared compared) {
        Analysis analysis = compared.analysis();
        List<Chip> chips = new ArrayList<>();
        chips.add(sure(compared));
        best(analysis)
                .map(ArmSummary::timesFasterInterval)
                .map(interval ->
                        "95 % interval " + Figures.ratios(interval.low(), interval.high()) + "×")
                .ifPresent(text -> chips.add(new Chip(text, Tone.PLAIN)));
        for (String sentence : analysis.agreement().sentences()) {
            boolean agree = sentence.contains(" agree in ");
            chips.add(new Chip(sentence, agree ? Tone.GOOD : Tone.BEWARE));
        }
        int warnings = analysis.warnings().size();
        if (warnings > 0) {
            chips.add(new Chip(Figures.counted(warnings, "warning") + " below", Tone.BEWARE));
        }
        return chips;
    }

    /** Returns how sure the verdict is, and what that promises. */
    private static Chip sure(Compared compared) {
        Verdict verdict = compared.analysis().verdict();
        String meaning = verdict.level().meaning(compared.comparison().plan().measure().better());
        String text = verdict.level().words().toLowerCase(Locale.ROOT);
        return new Chip(
                meaning.isEmpty() ? text : text + ": " + meaning,
                verdict.told() ? Tone.GOOD : Tone.BEWARE);
    }

    /**
     * Returns the verdicts, one line for each comparison, such as {@code Sum of squares →
     * thread-pool 1.85× (1.68–2.03), outputs agree in 7 modes}. If the rounds do not tell which arm
     * is fastest, the line says what is proven and which arms may still be faster.
     */
    static List<String> lines(List<Compared> all) {
        List<String> subjects =
                all.stream().map(each -> subject(each.comparison().title(), false)).toList();
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            boolean shared = Collections.frequency(subjects, subjects.get(at)) > 1;
            lines.add(line(all.get(at), shared));
        }
        return lines;
    }

    private static String line(Compared compared, boolean detailed) {
        Analysis analysis = compared.analysis();
        // If it is open which arm is fastest, the verdict's text ends with a subordinate clause.
        // The outputs then follow a semicolon, because after a comma they would read as a part of
        // that clause.
        String separator = analysis.verdict().open().isEmpty() ? ", " : "; ";
        String outputs =
                analysis.agreement().sentences().stream()
                        .map(sentence -> separator + shortened(sentence))
                        .collect(Collectors.joining());
        return "%s → %s%s"
                .formatted(
                        subject(compared.comparison().title(), detailed),
                        inBrief(compared),
                        outputs);
    }

    /**
     * Returns the subject of a title. The subject of {@code Handlers: 600 requests a second, each
     * …} is {@code Handlers} or, with detail, {@code Handlers, 600 requests a second}.
     */
    private static String subject(String title, boolean detailed) {
        String[] parts = title.split(": ", 2);
        if (parts.length == 1 || !detailed) {
            return parts[0];
        }
        return parts[0] + ", " + parts[1].split(", ", 2)[0];
    }

    private static String inBrief(Compared compared) {
        Analysis analysis = compared.analysis();
        if (analysis.verdict().use().isEmpty()) {
            return "none of these";
        }
        String use = brief(compared, analysis.verdict().use());
        return switch (analysis.verdict().level()) {
            case NOT_FIT -> "not fit to judge";
            case CANNOT_BE_TOLD ->
                    analysis.verdict().open().isEmpty()
                            ? "cannot be told; until then " + use
                            : use + by(analysis) + "; " + whether(compared);
            case LIKELY -> use + by(analysis) + ", likely";
            case CERTAIN -> use + by(analysis);
        };
    }

    /**
     * Returns a clause about the arms that may be faster than the recommended arm, such as {@code
     * whether virtual-threads is faster cannot be told}. If there are more than two such arms, the
     * clause says only how many, because their names would make the line long.
     */
    private static String whether(Compared compared) {
        List<String> open = compared.analysis().verdict().open();
        String which =
                open.size() > 2
                        ? "one of %d others".formatted(open.size())
                        : open.stream()
                                .map(label -> brief(compared, label))
                                .collect(Collectors.joining(" or "));
        return "whether %s is %s cannot be told"
                .formatted(which, compared.comparison().plan().measure().better());
    }

    /**
     * Returns a short name of an arm, without what all arms have in common: {@code adder in
     * thread-pool}, or {@code adder} if all arms have the same mode. Returns the whole label if the
     * arm has not exactly one varied field, or if its label names more than the mode and this
     * field.
     */
    private static String brief(Compared compared, String label) {
        List<Arm> arms = compared.comparison().plan().arms();
        Arm arm =
                arms.stream().filter(each -> each.label().equals(label)).findFirst().orElseThrow();
        if (arm.varied().size() != 1) {
            return label;
        }
        Varied varied = arm.varied().getFirst();
        String whole = "%s %s=%s".formatted(arm.mode(), varied.field(), varied.value());
        if (!label.equals(whole)) { // the label names the slots, too
            return label;
        }
        boolean modes = arms.stream().map(Arm::mode).distinct().count() > 1;
        return varied.value() + (modes ? " in " + arm.mode() : "");
    }

    private static String by(Analysis analysis) {
        return best(analysis)
                .map(arm -> {
                    Interval interval = arm.timesFasterInterval();
                    return " %s×%s"
                            .formatted(
                                    Figures.ratio(arm.timesFaster()),
                                    interval == null
                                            ? ""
                                            : " (%s)"
                                                    .formatted(
                                                            Figures.ratios(
                                                                    interval.low(),
                                                                    interval.high())));
                })
                .orElse("");
    }

    /**
     * Removes the value from a sentence about outputs, because the answer already shows the value.
     */
    private static String shortened(String sentence) {
        int value = sentence.indexOf(": ");
        String words = value < 0 ? sentence : sentence.substring(0, value);
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }
}
