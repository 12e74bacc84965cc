package regatta.comparison.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.Scaling;
import regatta.comparison.report.ArmFigure.Shown;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document;
import regatta.document.Document.Beware;
import regatta.document.Document.Block;
import regatta.document.Document.Caption;
import regatta.document.Document.Folded;
import regatta.document.Document.Heading;
import regatta.document.Document.Notes;
import regatta.document.Document.Paragraph;
import regatta.document.Document.Table;
import regatta.document.Figures;
import regatta.document.SlotTimeChart;
import regatta.document.TimeLineChart;
import regatta.document.TimeTerms;
import regatta.workload.Figure;

/** Lays out the report of a comparison: briefly for a terminal, in full for a page. */
final class ComparisonDocument {
    /**
     * If at least this part of an arm's attempts repeated a task, the report mentions the
     * repetitions.
     */
    private static final double MENTIONED = 0.01;

    private static final String SLOT_TIME = "where slot time went";

    private ComparisonDocument() {}

    /**
     * Returns the report of one comparison in the short form for a terminal.
     *
     * @param explain whether to add explanations of the words in the tables
     * @param drawn whether to draw, with characters, how many times faster each arm is
     */
    static Document brief(Compared compared, Catalogue catalogue, boolean explain, boolean drawn) {
        Comparison comparison = compared.comparison();
        Analysis analysis = compared.analysis();
        List<MeasuredArm> arms = MeasuredArm.all(analysis);
        Catalogue figures = catalogue.by(comparison.plan().measure());
        List<Block> blocks = new ArrayList<>();
        blocks.add(best(figures.table("mode", Shown.FIRST, arms), compared));
        if (drawn) {
            blocks.add(SpeedLines.of(compared));
        }
        List<String> answers = new ArrayList<>(VerdictCard.answers(analysis));
        answers.addAll(analysis.agreement().sentences());
        if (!answers.isEmpty()) {
            blocks.add(new Notes(answers));
        }
        blocks.add(new Paragraph(analysis.verdict().sentence()));
        if (!analysis.grains().isEmpty()) {
            blocks.add(new Paragraph(VerdictCard.grains(analysis)));
        }
        for (Scaling scaling : analysis.scalings()) {
            blocks.add(new Paragraph(scaling.sentence()));
        }
        blocks.add(best(figures.table(SLOT_TIME, Shown.SLOT_TIME, arms), compared));
        if (!analysis.warnings().isEmpty()) {
            blocks.add(new Beware(analysis.warnings()));
        }
        if (explain) {
            blocks.add(figures.terms(Shown.FIRST));
            blocks.add(figures.terms(Shown.SLOT_TIME));
            blocks.add(new Notes(method(compared)));
        }
        return new Document(comparison.title() + ", " + rounds(comparison), blocks);
    }

    /** Returns the whole report in the full form, for the page or for Markdown. */
    static Document full(ComparisonReport report, Catalogue catalogue) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Caption(MachinePart.brief(report)));
        if (report.incomplete() != null) {
            blocks.add(new Beware(List.of(report.incomplete().sentence())));
        }
        report.comparisons().forEach(compared -> blocks.add(VerdictCard.of(compared)));
        for (int place = 0; place < report.comparisons().size(); place++) {
            Compared compared = report.comparisons().get(place);
            Catalogue figures = catalogue.by(compared.comparison().plan().measure());
            String word = compared.comparison().plan().measure().better();
            String title = compared.comparison().title();
            blocks.add(new Heading("%s: how much %s?".formatted(title, word)));
            speed(compared, figures, blocks);
            slotTime(compared, figures, blocks);
            blocks.addAll(ScalingPart.of(compared.analysis()));
            timeLine(compared, place, blocks);
            warnings(compared, blocks);
        }
        for (Compared compared : report.comparisons()) {
            folded(compared, catalogue.by(compared.comparison().plan().measure()), blocks);
        }
        blocks.add(new Folded("The machine, and how busy it was", MachinePart.of(report)));
        return new Document("Regatta: which way of running is fastest?", blocks);
    }

    /**
     * Returns what people want to know first: the verdict, how much faster each arm is, and why.
     */
    static List<Block> answer(Compared compared, Catalogue catalogue) {
        List<Block> blocks = new ArrayList<>(List.of(VerdictCard.of(compared)));
        String word = compared.comparison().plan().measure().better();
        blocks.add(new Heading("How much %s?".formatted(word)));
        speed(compared, catalogue.by(compared.comparison().plan().measure()), blocks);
        warnings(compared, blocks);
        return blocks;
    }

    private static void warnings(Compared compared, List<Block> blocks) {
        if (!compared.analysis().warnings().isEmpty()) {
            blocks.add(new Heading("Beware"));
            blocks.add(new Beware(compared.analysis().warnings()));
        }
    }

    private static void speed(Compared compared, Catalogue figures, List<Block> blocks) {
        Comparison comparison = compared.comparison();
        blocks.add(
                new Caption(
                        ("A dot is the mean over rounds, its line the 95 %% interval, each faint dot one"
                                        + " round; a hollow one was disturbed and does not count. An arrow"
                                        + " marks an interval that continues beyond the axis. The line at 1×"
                                        + " is %s. The band marks speeds that count as equal to the"
                                        + " recommended mode (± 3 %%). The recommended mode is green, every"
                                        + " other fit mode whose mean lies in the band light green, the"
                                        + " rest grey.")
                                .formatted(comparison.plan().reference())));
        blocks.add(SpeedChart.of(compared));
        blocks.add(best(figures.table("mode", Shown.FIRST, arms(compared)), compared));
        blocks.add(figures.terms(Shown.FIRST));
    }

    private static void slotTime(Compared compared, Catalogue figures, List<Block> blocks) {
        blocks.add(new Heading("Where the time of the slots went"));
        blocks.add(
                new Caption(
                        "A slot runs one task at a time. A bar is all the time that a mode's slots had"
                                + " from the first task to the last, and its parts are what they did"
                                + " with it."));
        blocks.add(SlotTimeChart.of(bars(compared.analysis())));
        blocks.add(
                new Folded(
                        "The same in figures",
                        List.of(
                                figures.table("mode", Shown.SLOT_TIME, arms(compared)),
                                figures.terms(Shown.SLOT_TIME))));
    }

    /**
     * Adds the time lines of rounds. At first the page shows the recommended arm's round with the
     * middle wall time.
     */
    private static void timeLine(Compared compared, int place, List<Block> blocks) {
        List<Round> rounds =
                compared.comparison().rounds().stream()
                        .filter(round -> !round.sample().attempts().isEmpty())
                        .toList();
        if (rounds.isEmpty()) {
            return;
        }
        String use = compared.analysis().verdict().use();
        List<Round> candidates =
                rounds.stream()
                        .filter(round -> round.arm().equals(use) && !round.warmUp())
                        .toList();
        List<Round> sorted = new ArrayList<>(candidates.isEmpty() ? rounds : candidates);
        sorted.sort(Comparator.comparingDouble(round -> round.report().wallSeconds()));
        blocks.add(new Heading("When tasks ran"));
        blocks.add(
                new Caption(
                        "A lane is a slot, from the first task on. Each piece has the colour of what took"
                                + " most of its time, in the colours of the bars above; beige is a slot"
                                + " without a task, grey a slot after its last one."));
        int shown = rounds.indexOf(sorted.get(sorted.size() / 2));
        List<TimeLineChart.Line> lines = rounds.stream().map(ComparisonDocument::line).toList();
        blocks.add(TimeLineChart.of(place, lines, shown));
    }

    private static TimeLineChart.Line line(Round round) {
        return new TimeLineChart.Line(round.arm(), round.sample(), round.report().wallSeconds());
    }

    private static List<SlotTimeChart.Bar> bars(Analysis analysis) {
        String use = VerdictCard.recommended(analysis);
        List<SlotTimeChart.Bar> bars = new ArrayList<>();
        for (ArmSummary arm : analysis.arms()) {
            ArmSummary.Shares shares = arm.shares();
            String label = arm.arm().label();
            bars.add(
                    new SlotTimeChart.Bar(
                            label,
                            label.equals(use),
                            shares.running(),
                            shares.handOver(),
                            shares.noneReady(),
                            shares.drained(),
                            shares.onCpu(),
                            shares.waiting() < 0 ? -1 : Math.max(0, shares.ready())));
        }
        return bars;
    }

    private static void folded(Compared compared, Catalogue figures, List<Block> blocks) {
        String of = ": " + compared.comparison().title();
        blocks.add(
                new Folded(
                        "Every round, in the order in which they ran" + of,
                        List.of(ComparisonTables.rounds(compared.comparison()))));
        blocks.add(
                new Folded(
                        "How far rounds and attempts lie apart" + of,
                        List.of(
                                figures.table("mode", Shown.SPREAD, arms(compared)),
                                figures.terms(Shown.SPREAD),
                                TimeTables.attempts(compared.analysis()),
                                TimeTerms.OF_ATTEMPTS)));
        blocks.add(new Folded("How this was measured" + of, List.of(new Notes(method(compared)))));
    }

    private static List<MeasuredArm> arms(Compared compared) {
        return MeasuredArm.all(compared.analysis());
    }

    private static Table best(Table table, Compared compared) {
        return new Table(
                table.columns(), table.rows(), VerdictCard.recommended(compared.analysis()));
    }

    private static String rounds(Comparison comparison) {
        int rounds = comparison.plan().rounds();
        int warmUps = comparison.firstCounted();
        return "%s after %s in random order"
                .formatted(Figures.counted(rounds, "round"), Figures.counted(warmUps, "warm-up"));
    }

    private static List<String> method(Compared compared) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "%s of each mode, every block of rounds in a random sequence of its own."
                        .formatted(rounds(compared.comparison())));
        notes.add(
                "Certain: with an error of 1 %, no other mode is more than 3 % faster. Likely: with an"
                        + " error of 5 %, none is more than 10 % faster.");
        compared.comparison()
                .startSeconds()
                .forEach((mode, seconds) ->
                        notes.add(
                                "Not counted: the workers of %s took %s to start."
                                        .formatted(mode, Figures.time(seconds))));
        String reference = compared.comparison().plan().reference();
        Measure measure = compared.comparison().plan().measure();
        boolean time = measure.isWallTime();
        notes.add(
                ("95 %% interval: of the typical %s. times %s than %s: geometric mean over"
                                + " blocks%s.%s")
                        .formatted(
                                measure.compared().name(),
                                measure.better(),
                                reference,
                                time ? "; efficiency: times faster per slot" : "",
                                worst(measure)));
        repeated(compared.analysis()).ifPresent(notes::add);
        if (compared.analysis().arms().stream().anyMatch(ArmSummary::cpuShared)) {
            notes.add("~ a share of the processor time of the mode's pool.");
        }
        return notes;
    }

    /**
     * Returns a sentence that lists the figures of outputs for which a table shows the worst round;
     * empty if there are no such figures.
     */
    private static String worst(Measure measure) {
        return measure.others().isEmpty()
                ? ""
                : measure.others().stream()
                        .map(Figure::name)
                        .collect(Collectors.joining(", ", " The worst round's: ", "."));
    }

    private static Optional<String> repeated(Analysis analysis) {
        return analysis.times().stream()
                .filter(times -> times.repeated() >= MENTIONED)
                .max(Comparator.comparingDouble(ArmTimes::repeated))
                .map(times ->
                        "Up to %s of the attempts repeated a task that had failed or was lost."
                                .formatted(Figures.percent(times.repeated())));
    }
}
