package regatta.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;
import regatta.machine.Visible;

/** Writes to a terminal. */
public final class Terminal {
    private static final int WIDTH = 79;
    private static final int BAR = 24;

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
        return Boolean.getBoolean("regatta.colours")
                && !"dumb".equals(System.getenv("TERM"))
                && (forbidden == null || forbidden.isEmpty());
    }

    /** Redraws the terminal's current line with {@code text}. An empty text wipes the line. */
    public static void line(PrintWriter err, String text) {
        String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        err.print("\r" + cut + " ".repeat(WIDTH - cut.length()) + (text.isEmpty() ? "\r" : ""));
        err.flush();
    }

    public static String bar(long done, long total) {
        int filled = total == 0 ? 0 : (int) (BAR * done / total);
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    }

    /** Prints rows under a head. Each column is as wide as its longest cell. */
    public static void table(PrintWriter out, List<String> head, List<List<String>> given) {
        List<List<String>> rows =
                given.stream().map(row -> row.stream().map(Visible::of).toList()).toList();
        int[] widths =
                IntStream.range(0, head.size())
                        .map(column ->
                                IntStream.concat(
                                                IntStream.of(head.get(column).length()),
                                                rows.stream()
                                                        .mapToInt(row -> row.get(column).length()))
                                        .max()
                                        .orElse(0))
                        .toArray();
        row(out, head, widths);
        rows.forEach(row -> row(out, row, widths));
        out.flush();
    }

    private static void row(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }
}
