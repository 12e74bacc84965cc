package regatta.comparison.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Seal;
import regatta.document.Html;
import regatta.document.Markdown;
import regatta.document.PlainText;

/**
 * What one {@code compare} measured and computed. This record is {@code report.json}; all other
 * forms follow from it.
 *
 * @param version the version of this format
 * @param startedAt when the first round began, by the wall clock
 * @param comparisons one for each workload
 * @param incomplete what is missing; null if the report is complete
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
     * @param seals one digest for each round, of the data from which no figure is computed
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
     * Creates the report of a comparison that has not succeeded. It has figures if the rounds so
     * far give any.
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

    /** Returns the same report with a note of what is missing; null if nothing is. */
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

    /** Returns the table and the verdict of each workload, for a terminal. */
    public String text() {
        return text(Catalogue.OF_ARMS, false);
    }

    /**
     * Returns the text for a terminal with the figures of this catalogue.
     *
     * @param explain whether to explain the words of the tables
     */
    public String text(Catalogue catalogue, boolean explain) {
        return text(catalogue, explain, false);
    }

    /** Returns the text with colours, and with intervals drawn below the tables. */
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

    /** Returns the report as Markdown with the figures of this catalogue. */
    public String markdown(Catalogue catalogue) {
        return Markdown.of(ComparisonDocument.full(this, catalogue));
    }

    /**
     * Returns the report as one HTML page with pictures. The page loads no other files.
     *
     * @param data the report as JSON, which the page contains; empty for none
     */
    public String html(String data) {
        return html(Catalogue.OF_ARMS, data);
    }

    /** Returns the page with the figures of this catalogue. */
    public String html(Catalogue catalogue, String data) {
        return Html.of(ComparisonDocument.full(this, catalogue), data);
    }

    /** Returns how many times faster each arm is, as a picture (SVG) that needs nothing else. */
    public String svg() {
        return SpeedChart.picture(comparisons);
    }

    /**
     * Returns the report as CSV, one row for each arm, each round and each group of nodes. Values
     * are not rounded; unknown ones are empty.
     */
    public String csv() {
        return csv(Catalogue.OF_ARMS);
    }

    /** Returns the CSV with the figures of this catalogue. */
    public String csv(Catalogue catalogue) {
        return ComparisonCsv.of(this, catalogue);
    }
}
