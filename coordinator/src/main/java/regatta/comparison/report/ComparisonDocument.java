package regatta.comparison.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Answer;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Grain;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.NodeGroup;
import regatta.comparison.plan.Scaling;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.document.Document;
import regatta.document.Document.Block;
import regatta.document.Document.Heading;
import regatta.document.Document.Notes;
import regatta.document.Document.Paragraph;
import regatta.document.Document.Picture;
import regatta.document.Figures;
import regatta.protocol.NodeInfo;
import regatta.workload.Figure;

/** Lays a comparison out: briefly for a terminal, in full for a page. */
final class ComparisonDocument {
    /** From which part of all attempts on repeated ones are worth a word. */
    private static final double MENTIONED = 0.01;

    private ComparisonDocument() {}

    static Document brief(Compared compared) {
        Comparison comparison = compared.comparison();
        List<Block> blocks = new ArrayList<>();
        blocks.add(ComparisonTables.main(comparison, compared.analysis()));
        answers(compared.analysis(), blocks);
        verdict(compared.analysis(), blocks);
        for (Scaling scaling : compared.analysis().scalings()) {
            blocks.add(new Paragraph(scaling.sentence()));
        }
        blocks.add(TimeTables.slots(compared.analysis()));
        blocks.add(new Notes(notes(compared)));
        return new Document(comparison.title() + ", " + rounds(comparison), blocks);
    }

    static Document full(ComparisonReport report) {
        List<Block> blocks = new ArrayList<>();
        blocks.addAll(where(report));
        if (report.incomplete() != null) {
            blocks.add(new Paragraph(report.incomplete().sentence()));
        }
        for (Compared compared : report.comparisons()) {
            Analysis analysis = compared.analysis();
            String title = compared.comparison().title();
            blocks.add(new Heading(title + ", " + rounds(compared.comparison())));
            verdict(analysis, blocks);
            blocks.add(new Picture(SpeedChart.of(analysis)));
            blocks.add(ComparisonTables.main(compared.comparison(), analysis));
            answers(analysis, blocks);
            blocks.add(ComparisonTables.spread(analysis));
            blocks.add(new Notes(notes(compared)));
            blocks.add(new Heading("Where the time went: " + title));
            blocks.add(new Picture(TimeChart.of(analysis)));
            blocks.add(TimeTables.slots(analysis));
            blocks.add(TimeTables.attempts(analysis));
            blocks.addAll(ScalingPart.of(analysis));
            blocks.add(new Heading("Every round of: " + title));
            blocks.add(ComparisonTables.rounds(compared.comparison()));
        }
        return new Document("Regatta: ways of running a job, compared", blocks);
    }

    /** What to use, and from which length of tasks on the modes apart pay. */
    private static void verdict(Analysis analysis, List<Block> blocks) {
        blocks.add(new Paragraph(analysis.verdict().sentence()));
        if (!analysis.grains().isEmpty()) {
            blocks.add(
                    new Paragraph(
                            analysis.grains().stream()
                                    .map(Grain::sentence)
                                    .collect(Collectors.joining(" "))));
        }
    }

    /** What the jobs put out; named by their arms only where these differ. */
    private static void answers(Analysis analysis, List<Block> blocks) {
        List<String> lines = new ArrayList<>();
        for (Answer answer : analysis.answers()) {
            String whose =
                    analysis.answers().size() == 1
                            ? "Answer: "
                            : "Answer of " + String.join(", ", answer.arms()) + ": ";
            answer.lines().forEach(line -> lines.add(whose + line));
        }
        lines.addAll(analysis.agreement().sentences());
        if (!lines.isEmpty()) {
            blocks.add(new Notes(lines));
        }
    }

    private static String rounds(Comparison comparison) {
        int rounds = comparison.plan().rounds();
        int warmUps = comparison.firstCounted();
        return "%s after %s in random order"
                .formatted(Figures.counted(rounds, "round"), Figures.counted(warmUps, "warm-up"));
    }

    private static List<String> notes(Compared compared) {
        List<String> notes = new ArrayList<>();
        for (String warning : compared.analysis().warnings()) {
            notes.add("Warning: " + warning);
        }
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
                                time ? "faster" : "better",
                                reference,
                                time ? "; efficiency: times faster per slot" : "",
                                worst(measure)));
        notes.add(
                "No core: a task could have run, but had no core. Hand-over: a slot was free"
                        + " although a task was ready or on its way; none ready: free with tasks still"
                        + " to come; drained: free with nothing left.");
        repeated(compared.analysis()).ifPresent(notes::add);
        if (compared.analysis().arms().stream().anyMatch(ArmSummary::cpuShared)) {
            notes.add("~ a share of the processor time of the mode's pool.");
        }
        return notes;
    }

    /** What a figure of the outputs in the table stands for. */
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

    /** Where it ran: the coordinator, then each group of nodes apart from it. */
    private static List<Block> where(ComparisonReport report) {
        Machine machine = report.machine();
        List<String> others = machine.nodes().stream().map(ComparisonDocument::group).toList();
        String coordinator =
                "Run at %s on %s"
                        .formatted(
                                report.startedAt(),
                                node(
                                        machine.before(),
                                        machine.loadDuring(),
                                        machine.stealDuring()));
        return others.isEmpty()
                ? List.of(new Paragraph(coordinator))
                : List.of(new Paragraph(coordinator), new Notes(others));
    }

    private static String group(NodeGroup group) {
        String where = group.here() ? "the same machine" : group.host();
        return "%s of %s at %s: %s"
                .formatted(
                        Figures.counted(group.nodes(), "node"),
                        group.pool(),
                        where,
                        node(group.before(), group.loadDuring(), group.stealDuring()));
    }

    private static String node(NodeInfo node, double loadDuring, double stealDuring) {
        return ("%s, %s, %s, JDK %s, Regatta %s; load average %s before and up to %s during; stolen"
                        + " %s before and %s during. JVM: %s")
                .formatted(
                        node.cpu(),
                        Figures.cores(node.cores()) + (node.cores() == 1 ? " core" : " cores"),
                        node.system(),
                        node.jdk(),
                        node.regatta(),
                        load(node.load()),
                        load(loadDuring),
                        stolen(node.steal()),
                        stolen(stealDuring),
                        String.join(" ", node.flags()));
    }

    private static String stolen(double share) {
        return share < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String load(double load) {
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }
}
