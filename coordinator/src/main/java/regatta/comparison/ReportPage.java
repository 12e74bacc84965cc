package regatta.comparison;

import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;
import regatta.document.Html;

/** Writes {@code report.html}: a page for people that carries its report as JSON. */
public final class ReportPage {
    private ReportPage() {}

    public static String write(ComparisonReport report) {
        return write(report, Catalogue.OF_ARMS);
    }

    /** Writes the figures of a catalogue. */
    public static String write(ComparisonReport report, Catalogue catalogue) {
        return report.html(catalogue, ReportJson.compact(report, catalogue));
    }

    /** Whether a file is a page, as far as its beginning tells. */
    static boolean isPage(String file) {
        return file.stripLeading().startsWith("<");
    }

    /**
     * The report that a page carries, as JSON.
     *
     * @throws IllegalArgumentException when it carries none, saying why
     */
    static String json(String page) {
        if (!page.stripTrailing().endsWith("</html>")) {
            throw new IllegalArgumentException(
                    "it is cut off: a page of Regatta ends with </html>, and this one does not");
        }
        return Html.data(page)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "it is a page, but not the report of a comparison by Regatta"));
    }
}
