package regatta.comparison.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        StringBuilder text = new StringBuilder();
        for (Compared one : comparisons) {
            text.append(text.isEmpty() ? "" : "\n").append(text(one));
        }
        if (incomplete != null) {
            text.append(text.isEmpty() ? "" : "\n").append(incomplete.sentence()).append('\n');
        }
        return text.toString();
    }

    /** Table and verdict of one workload, for a terminal. */
    public static String text(Compared compared) {
        return PlainText.of(ComparisonDocument.brief(compared));
    }

    public String markdown() {
        return Markdown.of(ComparisonDocument.full(this));
    }

    /** One page with pictures that loads nothing. */
    public String html() {
        return Html.of(ComparisonDocument.full(this));
    }

    /** A row an arm, a round and a group of nodes; nothing rounded, empty where not known. */
    public String csv() {
        return ComparisonCsv.of(this);
    }
}
