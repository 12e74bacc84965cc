package regatta.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Knows what the terminal can show, and fits texts into it. */
public final class Terminal {
    private static final int COLUMNS = 80;
    private static final int NARROWEST = 40;
    private static final int BAR = 24;

    /** The indent of lines that continue a message or a row of a table. */
    static final int INDENT = 6;

    private Terminal() {}

    /** Returns whether stderr is a terminal that can redraw a line. */
    public static boolean draws() {
        return Boolean.getBoolean("regatta.terminal") && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * Returns whether stdout is a terminal with colours, and the environment does not forbid
     * colours.
     */
    public static boolean hasColours() {
        String forbidden = System.getenv("NO_COLOR");
        return isRead()
                && !"dumb".equals(System.getenv("TERM"))
                && (forbidden == null || forbidden.isEmpty());
    }

    /** Redraws the terminal's current line with {@code text}. An empty text wipes the line. */
    public static void line(PrintWriter err, String text) {
        // A terminal may wrap a line as soon as it is full. The cursor stays at its beginning, so
        // that an echoed ^C does not move to the next one, where nothing would wipe this line.
        int width = columns() - 1;
        String cut = cut(text, width);
        err.print("\r" + cut + " ".repeat(width - cut.length()) + "\r");
        err.flush();
    }

    public static String bar(long done, long total) {
        int filled = total == 0 ? 0 : (int) (BAR * done / total);
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    }

    /** Returns how many columns the terminal has, or 80 if the number is unknown. */
    static int columns() {
        return Math.max(NARROWEST, Integer.getInteger("regatta.columns", COLUMNS));
    }

    /** Returns whether stdout is a terminal, so that people read what this program prints. */
    static boolean isRead() {
        return Boolean.getBoolean("regatta.colours");
    }

    /** Cuts a text to a length, and marks that it is cut. */
    static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, split(text, Math.max(0, most - 1))) + "…";
    }

    /** Returns {@code at}, or the index before it if {@code at} is within a surrogate pair. */
    private static int split(String text, int at) {
        boolean within =
                at > 0
                        && Character.isHighSurrogate(text.charAt(at - 1))
                        && Character.isLowSurrogate(text.charAt(at));
        return within ? at - 1 : at;
    }

    /**
     * Returns a text for stdout. A terminal gets it in lines that fit, of which all but the first
     * are indented; other programs get it in one line.
     */
    static String folded(String text, int indent) {
        return folded(text, indent, isRead());
    }

    /** Returns a text for stderr, folded if that is a terminal. */
    static String message(String text) {
        return folded(text, INDENT, draws());
    }

    private static String folded(String text, int indent, boolean wraps) {
        return wraps
                ? String.join("\n" + " ".repeat(indent), folded(text, indent, columns()))
                : text;
    }

    /** Splits a text into lines. All but the first leave room for an indent. */
    static List<String> folded(String text, int indent, int most) {
        if (text.length() <= most) {
            return List.of(text);
        }
        List<String> first = wrapped(text, most);
        List<String> lines = new ArrayList<>(List.of(first.getFirst()));
        String rest = text.substring(first.getFirst().length()).stripLeading();
        lines.addAll(wrapped(rest, most - indent));
        return lines;
    }

    /** Splits a text into lines at spaces, and words that are longer than a line anywhere. */
    static List<String> wrapped(String text, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > most) {
            int space = rest.lastIndexOf(' ', most);
            int end = space > most / 2 ? space : split(rest, most);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
