package regatta.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import regatta.coordinator.comparison.Analysis;
import regatta.coordinator.comparison.ArmSummary;
import regatta.coordinator.comparison.Comparison;
import regatta.coordinator.comparison.Machine;
import regatta.coordinator.report.ComparisonReport.Compared;
import regatta.coordinator.report.Document.Block;
import regatta.coordinator.report.Document.Heading;
import regatta.coordinator.report.Document.Notes;
import regatta.coordinator.report.Document.Paragraph;
import regatta.coordinator.report.Document.Picture;

/** Lays a comparison out: briefly for a terminal, in full for a page. */
final class ComparisonDocument {
    private ComparisonDocument() {}

    static Document brief(Compared compared) {
        Comparison comparison = compared.comparison();
        List<Block> blocks = new ArrayList<>();
        blocks.add(ComparisonTables.main(compared.analysis()));
        blocks.add(new Paragraph(compared.analysis().verdict().sentence()));
        blocks.add(new Notes(notes(compared)));
        return new Document(comparison.title() + ", " + rounds(comparison), blocks);
    }

    static Document full(ComparisonReport report) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(machine(report)));
        for (Compared compared : report.comparisons()) {
            Analysis analysis = compared.analysis();
            String title = compared.comparison().title();
            blocks.add(new Heading(title + ", " + rounds(compared.comparison())));
            blocks.add(new Paragraph(analysis.verdict().sentence()));
            blocks.add(new Picture(SpeedChart.of(analysis)));
            blocks.add(ComparisonTables.main(analysis));
            blocks.add(new Picture(TimeChart.of(analysis)));
            blocks.add(ComparisonTables.time(analysis));
            blocks.add(new Notes(notes(compared)));
            blocks.add(new Heading("Every round of: " + title));
            blocks.add(ComparisonTables.rounds(compared.comparison()));
        }
        return new Document("Regatta: ways of running a job, compared", blocks);
    }

    private static String rounds(Comparison comparison) {
        int rounds = comparison.plan().rounds();
        int warmUps = comparison.firstCounted();
        return "%s after %s in random order"
                .formatted(counted(rounds, "round"), counted(warmUps, "warm-up"));
    }

    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
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
        compared.analysis().grains().forEach(grain -> notes.add(grain.sentence()));
        compared.analysis().scalings().forEach(scaling -> notes.add(scaling.sentence()));
        String reference = compared.comparison().plan().reference();
        notes.add(
                "times faster than %s: geometric mean over rounds, with its 95 %% interval;"
                                .formatted(reference)
                        + " efficiency: times faster per slot.");
        if (compared.analysis().arms().stream().anyMatch(ArmSummary::cpuShared)) {
            notes.add("~ a share of the processor time of the mode's pool.");
        }
        return notes;
    }

    private static String machine(ComparisonReport report) {
        Machine machine = report.machine();
        return "Run at %s on %s, %s, %s, JDK %s, Regatta %s; load average %s before and %s after. JVM: %s"
                .formatted(
                        report.startedAt(),
                        machine.cpu(),
                        counted(machine.cores(), "core"),
                        machine.system(),
                        machine.jdk(),
                        machine.regatta(),
                        load(machine.loadBefore()),
                        load(machine.loadAfter()),
                        String.join(" ", machine.flags()));
    }

    private static String load(double load) {
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }
}
