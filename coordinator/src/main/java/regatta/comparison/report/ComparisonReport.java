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
 * What one {@code compare} found out: {@code report.json} is this record, the other forms are made
 * from it.
 *
 * @param version of this form
 * @param startedAt when its first round began, by the wall clock
 * @param comparisons one for each workload
 * @param incomplete what is missing; null where nothing is
 */
public record ComparisonReport(
        int version,
        Instant startedAt,
        Machine machine,
        List<Compared> comparisons,
        @Nullable Incomplete incomplete) {
    /** The form that this program writes and reads. */
    public static final int VERSION = 4;

    public ComparisonReport {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * What was measured, and what was computed from it.
     *
     * @param seals of each round: a digest of what no figure is computed from
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
     * The report of a comparison that has not ended well, with its figures where there are any.
     *
     * @param why it ended, to follow a colon
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

    /** The same report, of which something is missing. */
    public ComparisonReport with(@Nullable Incomplete missing) {
        return new ComparisonReport(version, startedAt, machine, comparisons, missing);
    }

    /** The comparison that ended before its last round; empty where the report is complete. */
    public Optional<Comparison> begun() {
        if (incomplete == null || incomplete.rounds() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                incomplete.begun() == null
                        ? comparisons.getLast().comparison()
                        : incomplete.begun());
    }

    /** Table and verdict of each workload, for a terminal. */
    public String text() {
        return text(Catalogue.OF_ARMS, false);
    }

    /**
     * The same, with the figures of a catalogue.
     *
     * @param explain whether the words of its tables are explained
     */
    public String text(Catalogue catalogue, boolean explain) {
        String text =
                comparisons.stream()
                        .map(compared ->
                                PlainText.of(
                                        ComparisonDocument.brief(compared, catalogue, explain)))
                        .collect(Collectors.joining("\n"));
        return incomplete == null
                ? text
                : text + (text.isEmpty() ? "" : "\n") + incomplete.sentence() + "\n";
    }

    /** The verdict of each workload, a line each. */
    public List<String> verdicts() {
        return comparisons.stream().map(VerdictCard::line).toList();
    }

    public String markdown() {
        return markdown(Catalogue.OF_ARMS);
    }

    /** The same, with the figures of a catalogue. */
    public String markdown(Catalogue catalogue) {
        return Markdown.of(ComparisonDocument.full(this, catalogue));
    }

    /**
     * One page with pictures that loads nothing.
     *
     * @param data the report as JSON, which the page carries; empty for none
     */
    public String html(String data) {
        return html(Catalogue.OF_ARMS, data);
    }

    /** The same, with the figures of a catalogue. */
    public String html(Catalogue catalogue, String data) {
        return Html.of(ComparisonDocument.full(this, catalogue), data);
    }

    /** A row an arm, a round and a group of nodes; nothing rounded, empty where not known. */
    public String csv() {
        return csv(Catalogue.OF_ARMS);
    }

    /** The same, with the figures of a catalogue. */
    public String csv(Catalogue catalogue) {
        return ComparisonCsv.of(this, catalogue);
    }
}
