package regatta.document;

import regatta.document.Document.Picture;

/**
 * A chart of rows. Each row has a label, a drawing that fills the available width, and a value
 * beside the drawing. On a narrow screen the label and the value stand above the drawing.
 */
public final class Strips {
    private final StringBuilder html = new StringBuilder();
    private final boolean values;

    /**
     * Makes an empty chart.
     *
     * @param values whether the rows have values
     */
    public Strips(boolean values) {
        this.values = values;
        html.append(values ? "<div class=\"strips beside\">\n" : "<div class=\"strips\">\n");
    }

    /** Adds a line above or below the rows, such as an axis. */
    public Strips axis(String label, String drawing, String value) {
        return row("head ", label, drawing, value);
    }

    /** Adds a row. The best row is highlighted. */
    public Strips row(String label, String drawing, String value, boolean best) {
        return row(best ? "best " : "", label, drawing, value);
    }

    private Strips row(String type, String label, String drawing, String value) {
        cell(type + "label", Html.escape(label));
        cell("drawing", drawing);
        if (values) {
            cell(type + "value", Html.escape(value));
        }
        return this;
    }

    private void cell(String type, String content) {
        html.append("<div class=\"").append(type).append("\">").append(content).append("</div>\n");
    }

    public Picture picture() {
        return new Picture(html + "</div>\n");
    }
}
