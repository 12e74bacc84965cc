package regatta.comparison;

import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;
import regatta.document.Html;

/** Writes {@code report.html}, a page for people that also contains the report as JSON. */
public final class ReportPage {
    private ReportPage() {}

    public static String write(ComparisonReport report) {
        return write(report, Catalogue.OF_ARMS);
    }

    /** Writes a page with the figures of this catalogue. */
    public static String write(ComparisonReport report, Catalogue catalogue) {
        return report.html(catalogue, ReportJson.compact(report, catalogue));
    }

    /** Returns whether a file looks like an HTML page, judged by the file's first character. */
    static boolean isPage(String file) {
        return file.stripLeading().startsWith("<");
    }

    /**
     * Returns the JSON report that a page contains.
     *
     * @throws IllegalArgumentException if the page contains no report or is cut off; the message
     *     says which of these is wrong
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
