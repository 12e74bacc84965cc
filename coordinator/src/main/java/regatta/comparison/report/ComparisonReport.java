package regatta.comparison.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Seal;
import regatta.document.Document.Beware;
import regatta.document.Document.Block;
import regatta.document.Html;
import regatta.document.Markdown;
import regatta.document.PlainText;

/**
 * The measurements and results of one run of {@code compare}. This record is the content of {@code
 * report.json}, from which all other forms of the report are computed.
 *
 * @param version the version of the format of {@code report.json}
 * @param startedAt when the first round began, by the wall clock
 * @param comparisons the measured comparisons, one for each workload
 * @param incomplete what the report lacks; null if the report is complete
 */
public record ComparisonReport(
        int version,
        Instant startedAt,
        Machine machine,
        List<Compared> comparisons,
        @Nullable Incomplete incomplete) {
    /** The version of the format that this program writes and reads. */
    public static final int VERSION = 4;

    public ComparisonReport {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * The measurements of one workload, and the figures computed from them.
     *
     * @param seals one digest for each round. The digest covers the data of the round from which no
     *     figure is computed, so that a verification notices when such data have changed.
     */
    public record Compared(Comparison comparison, Analysis analysis, List<String> seals) {
        public Compared {
            seals = List.copyOf(seals);
        }

        static Compared of(Comparison comparison, Machine machine) {
            return new Compared(
                    comparison, Analysis.of(comparison, machine), Seal.each(comparison.rounds()));
        }
    }

    public static ComparisonReport of(
            Instant startedAt, Machine machine, List<Comparison> comparisons) {
        List<Compared> compared =
                comparisons.stream().map(comparison -> Compared.of(comparison, machine)).toList();
        return new ComparisonReport(VERSION, startedAt, machine, compared, null);
    }

    /**
     * Creates the report of a comparison that has not succeeded. The report has figures if the
     * rounds so far suffice to compute figures.
     *
     * @param why why the comparison ended, as a phrase that follows a colon
     */
    public static ComparisonReport incomplete(
            Instant startedAt, Machine machine, Comparison begun, String why) {
        int rounds = begun.rounds().size();
        int expected = rounds + begun.plan().expected(begun.rounds());
        boolean none = !begun.hasFigures();
        ComparisonReport figures = of(startedAt, machine, none ? List.of() : List.of(begun));
        return figures.with(
                new Incomplete(why, begun.title(), rounds, expected, none ? begun : null));
    }

    /**
     * Returns the same report with a note of what the report lacks. If the report is complete, the
     * note is null.
     */
    public ComparisonReport with(@Nullable Incomplete missing) {
        return new ComparisonReport(version, startedAt, machine, comparisons, missing);
    }

    /** Returns the comparison that ended before its last round; empty if the report is complete. */
    public Optional<Comparison> begun() {
        if (incomplete == null || incomplete.rounds() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                incomplete.begun() == null
                        ? comparisons.getLast().comparison()
                        : incomplete.begun());
    }

    /** Returns the report as text for a terminal: the tables and the verdict of each workload. */
    public String text() {
        return text(Catalogue.OF_ARMS, false);
    }

    /**
     * Returns the report as text for a terminal, with the figures of the given catalogue.
     *
     * @param explain whether to add explanations of the words in the tables
     */
    public String text(Catalogue catalogue, boolean explain) {
        return text(catalogue, explain, false);
    }

    /** Returns the report as text for a terminal, with colours and with drawn intervals. */
    public String coloured(boolean explain) {
        return text(Catalogue.OF_ARMS, explain, true);
    }

    private String text(Catalogue catalogue, boolean explain, boolean drawn) {
        String text =
                comparisons.stream()
                        .map(compared ->
                                PlainText.of(
                                        ComparisonDocument.brief(
                                                compared, catalogue, explain, drawn),
                                        drawn))
                        .collect(Collectors.joining("\n"));
        return incomplete == null
                ? text
                : text + (text.isEmpty() ? "" : "\n") + incomplete.sentence() + "\n";
    }

    /** Returns the verdicts, one line for each workload. */
    public List<String> verdicts() {
        return VerdictCard.lines(comparisons);
    }

    public String markdown() {
        return markdown(Catalogue.OF_ARMS);
    }

    /** Returns the report as Markdown with the figures of the given catalogue. */
    public String markdown(Catalogue catalogue) {
        return Markdown.of(ComparisonDocument.full(this, catalogue));
    }

    /**
     * Returns the report as one HTML page with pictures. The page loads no other files.
     *
     * @param data the report as JSON, which becomes a part of the page; empty if the page gets no
     *     JSON
     */
    public String html(String data) {
        return html(Catalogue.OF_ARMS, data);
    }

    /** Returns the report as one HTML page with the figures of the given catalogue. */
    public String html(Catalogue catalogue, String data) {
        return Html.of(ComparisonDocument.full(this, catalogue), data);
    }

    /** Returns the verdicts with their pictures and tables, as a part of another page. */
    public String part() {
        List<Block> blocks = new ArrayList<>();
        if (incomplete != null) {
            blocks.add(new Beware(List.of(incomplete.sentence())));
        }
        comparisons.forEach(
                compared -> blocks.addAll(ComparisonDocument.answer(compared, Catalogue.OF_ARMS)));
        return Html.part(blocks);
    }

    /**
     * Returns a picture (SVG) of how many times faster each arm is. The picture loads no other
     * files.
     */
    public String svg() {
        return SpeedChart.picture(comparisons);
    }

    /**
     * Returns the report as CSV, one row for each arm, each round and each group of nodes. Values
     * are not rounded; unknown values are empty.
     */
    public String csv() {
        return csv(Catalogue.OF_ARMS);
    }

    /** Returns the report as CSV with the figures of the given catalogue. */
    public String csv(Catalogue catalogue) {
        return ComparisonCsv.of(this, catalogue);
    }
}
