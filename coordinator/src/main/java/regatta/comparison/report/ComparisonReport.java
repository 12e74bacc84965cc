package regatta.comparison.report;

import java.time.Instant;
import java.util.List;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
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
 */
public record ComparisonReport(
        int version, Instant startedAt, Machine machine, List<Compared> comparisons) {
    /** The form that this program writes and reads. */
    public static final int VERSION = 4;

    public ComparisonReport {
        comparisons = List.copyOf(comparisons);
    }

    /** What was measured, and what was computed from it. */
    public record Compared(Comparison comparison, Analysis analysis) {}

    public static ComparisonReport of(
            Instant startedAt, Machine machine, List<Comparison> comparisons) {
        List<Compared> compared =
                comparisons.stream()
                        .map(comparison ->
                                new Compared(comparison, Analysis.of(comparison, machine)))
                        .toList();
        return new ComparisonReport(VERSION, startedAt, machine, compared);
    }

    /** Table and verdict of each workload, for a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Compared one : comparisons) {
            text.append(text.isEmpty() ? "" : "\n").append(text(one));
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
