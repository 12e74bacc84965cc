package regatta.document;

import java.util.Locale;

/**
 * Writes a drawing that fills the available width. An x is a percentage of the width, a y is in
 * pixels, and text keeps its size. The page's style sheet defines the colours by class.
 */
public final class Svg {
    private final StringBuilder elements = new StringBuilder();

    /**
     * Adds text at a point. {@code anchor} says which part of the text is at the point: start,
     * middle or end.
     */
    public Svg text(double x, double y, String type, String anchor, String text) {
        elements.append("<text").append(percent("x", x)).append(pixels("y", y)).append(type(type));
        elements.append(" text-anchor=\"").append(anchor).append("\">");
        elements.append(Html.escape(text)).append("</text>");
        return this;
    }

    /** Adds a rectangle that shows {@code tip} when the pointer is over the rectangle. */
    public Svg box(double x, double y, double width, double height, String type, String tip) {
        elements.append("<rect").append(percent("x", x)).append(pixels("y", y));
        elements.append(percent("width", Math.max(0, width))).append(pixels("height", height));
        elements.append(type(type));
        return tip(tip, "rect");
    }

    public Svg line(double x1, double y1, double x2, double y2, String type) {
        elements.append("<line").append(percent("x1", x1)).append(pixels("y1", y1));
        elements.append(percent("x2", x2)).append(pixels("y2", y2)).append(type(type)).append("/>");
        return this;
    }

    /** Adds a dot that shows {@code tip} when the pointer is over the dot. */
    public Svg dot(double x, double y, double radius, String type, String tip) {
        elements.append("<circle").append(percent("cx", x)).append(pixels("cy", y));
        elements.append(pixels("r", radius)).append(type(type));
        return tip(tip, "circle");
    }

    /** Adds an arrow for something that continues beyond an end of the drawing. */
    public Svg arrow(boolean right, double y, String type) {
        elements.append("<svg").append(percent("x", right ? 100 : 0)).append(pixels("y", y));
        elements.append(" overflow=\"visible\"><path d=\"M0 0L")
                .append(right ? "-8" : "8")
                .append(" -5V5Z\"")
                .append(type(type))
                .append("/></svg>");
        return this;
    }

    private Svg tip(String tip, String element) {
        if (tip.isEmpty()) {
            elements.append("/>");
        } else {
            elements.append("><title>").append(Html.escape(tip)).append("</title></");
            elements.append(element).append('>');
        }
        return this;
    }

    /** Returns the whole drawing. Screen readers read {@code label} aloud. */
    public String element(double height, String label) {
        return "<svg class=\"strip\"%s role=\"img\" aria-label=\"%s\">%s</svg>"
                .formatted(pixels("height", height), Html.escape(label), elements);
    }

    /** Returns the drawing as a part of another drawing, with its position and size in pixels. */
    public String part(double x, double y, double width, double height) {
        return "<svg%s%s%s%s overflow=\"visible\">%s</svg>\n"
                .formatted(
                        pixels("x", x),
                        pixels("y", y),
                        pixels("width", width),
                        pixels("height", height),
                        elements);
    }

    private static String percent(String name, double value) {
        return String.format(Locale.ROOT, " %s=\"%.2f%%\"", name, value);
    }

    private static String pixels(String name, double value) {
        return String.format(Locale.ROOT, " %s=\"%.1f\"", name, value);
    }

    private static String type(String type) {
        return " class=\"" + type + "\"";
    }
}
