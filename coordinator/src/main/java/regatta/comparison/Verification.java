package regatta.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;

/**
 * The result of checking a saved report. The check computes all figures of the report again from
 * the report's rounds, and compares them with the saved figures.
 *
 * @param differences one line for each value that differs, with the value's place in the report,
 *     the saved value and the right value
 * @param figures how many values were compared
 */
public record Verification(List<String> differences, int figures) {
    private static final String ABSENT = "nothing";
    private static final int LONGEST_LINE = 200;

    public Verification {
        differences = List.copyOf(differences);
    }

    /**
     * Verifies a {@code report.json} or a {@code report.html}. A {@code report.html} must also show
     * exactly what the page's data say.
     *
     * @throws IllegalArgumentException if the file is not a report, or the rounds give no figures;
     *     the message says which
     */
    public static Verification of(String file) {
        return of(file, Catalogue.OF_ARMS);
    }

    /** Verifies a report whose figures are those of this catalogue. */
    static Verification of(String file, Catalogue catalogue) {
        boolean page = ReportPage.isPage(file);
        String json = page ? ReportPage.json(file) : file;
        List<String> differences = new ArrayList<>();
        try {
            JsonNode saved = ReportJson.tree(json);
            check(saved);
            ComparisonReport read = ReportJson.read(json);
            // The computed report is written and read again, so that numbers have the same form on
            // both sides.
            JsonNode computed = ReportJson.tree(ReportJson.write(read, catalogue));
            int figures = compare("", saved, computed, differences);
            if (page && differences.isEmpty()) {
                shown(file, ReportPage.write(read, catalogue)).ifPresent(differences::add);
            }
            return new Verification(differences, figures);
        } catch (JsonProcessingException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /**
     * Reads a {@code report.json} or a {@code report.html}, and computes the report's figures
     * again.
     *
     * @throws IllegalArgumentException if the file is not a report, or the rounds give no figures;
     *     the message says which
     */
    public static ComparisonReport read(String file) {
        String json = ReportPage.isPage(file) ? ReportPage.json(file) : file;
        try {
            check(ReportJson.tree(json));
            return ReportJson.read(json);
        } catch (JsonProcessingException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static IllegalArgumentException unreadable(JsonProcessingException failure) {
        return failure instanceof JsonEOFException
                ? new IllegalArgumentException("it is cut off: its JSON ends too early", failure)
                : new IllegalArgumentException(
                        "it is damaged: %s".formatted(failure.getOriginalMessage()), failure);
    }

    private static void check(JsonNode saved) {
        boolean none = saved.path("comparisons").isEmpty() && !saved.path("incomplete").isObject();
        if (!saved.path("comparisons").isArray() || none) {
            throw new IllegalArgumentException(
                    "it is no report of a comparison by Regatta: it has no comparisons");
        }
        int version = saved.path("version").asInt();
        if (version != ComparisonReport.VERSION) {
            throw new IllegalArgumentException(
                    "its format is version %d, but this program reads version %d"
                            .formatted(version, ComparisonReport.VERSION));
        }
    }

    /**
     * Returns a message about the first line of the page that differs from the line that the page's
     * data give; empty if no line differs.
     */
    private static Optional<String> shown(String page, String written) {
        List<String> is = page.lines().toList();
        List<String> shouldBe = written.lines().toList();
        for (int i = 0; i < Math.max(is.size(), shouldBe.size()); i++) {
            String line = i < is.size() ? is.get(i) : "";
            if (i >= shouldBe.size() || !line.equals(shouldBe.get(i))) {
                return Optional.of(
                        ("line %d: the page does not match its data. It was altered, or"
                                        + " another version of Regatta wrote it: %s")
                                .formatted(i + 1, cut(line)));
            }
        }
        return Optional.empty();
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    private static int compare(
            String where, JsonNode saved, JsonNode computed, List<String> differences) {
        if (saved.isObject() && computed.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            computed.fieldNames().forEachRemaining(names::add);
            saved.fieldNames().forEachRemaining(names::add);
            int figures = 0;
            for (String name : names) {
                figures +=
                        compare(
                                where + "/" + name,
                                saved.path(name),
                                computed.path(name),
                                differences);
            }
            return figures;
        }
        if (saved.isArray() && computed.isArray()) {
            int figures = 0;
            for (int i = 0; i < Math.max(saved.size(), computed.size()); i++) {
                figures += compare(where + "/" + i, saved.path(i), computed.path(i), differences);
            }
            return figures;
        }
        if (!saved.equals(computed)) {
            differences.add(
                    "%s: the report has %s, but its rounds give %s"
                            .formatted(where, text(saved), text(computed)));
        }
        return 1;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? ABSENT : value.toString();
    }
}
