package regatta.document;

import java.util.Locale;

/** Writes the elements of one drawing; colours come from the page's style sheet by class. */
public final class Svg {
    private static final int LONGEST_NAME = 34;

    private final StringBuilder elements = new StringBuilder();

    public Svg text(double x, double y, String type, String anchor, String text) {
        elements.append("<text").append(at("x", x)).append(at("y", y)).append(type(type));
        elements.append(" text-anchor=\"").append(anchor).append("\">");
        elements.append(Html.escape(text)).append("</text>\n");
        return this;
    }

    /** The name of a row, cut where it would leave the drawing; a box beside it says all of it. */
    public Svg name(double x, double y, String name) {
        boolean fits = name.length() <= LONGEST_NAME;
        String shown = fits ? name : name.substring(0, LONGEST_NAME - 1) + "…";
        return text(x, y, "name", "end", shown);
    }

    /** A rectangle that says {@code tip} when it is pointed at. */
    public Svg box(double x, double y, double width, double height, String type, String tip) {
        elements.append("<rect").append(at("x", x)).append(at("y", y));
        elements.append(at("width", Math.max(0, width))).append(at("height", height));
        elements.append(type(type)).append("><title>").append(Html.escape(tip));
        elements.append("</title></rect>\n");
        return this;
    }

    public Svg line(double x1, double y1, double x2, double y2, String type) {
        elements.append("<line").append(at("x1", x1)).append(at("y1", y1));
        elements.append(at("x2", x2)).append(at("y2", y2)).append(type(type)).append("/>\n");
        return this;
    }

    /** The whole drawing; {@code label} is read out to those who do not see it. */
    public String element(int width, double height, String label) {
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n%s</svg>\n"
                .formatted(width, Math.round(height), Html.escape(label), elements);
    }

    private static String at(String name, double value) {
        return String.format(Locale.ROOT, " %s=\"%.1f\"", name, value);
    }

    private static String type(String type) {
        return " class=\"" + type + "\"";
    }
}
