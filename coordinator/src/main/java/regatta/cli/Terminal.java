package regatta.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import regatta.machine.Visible;

/** Writes to a terminal. */
public final class Terminal {
    private static final int COLUMNS = 80;
    private static final int NARROWEST = 40;
    private static final int BAR = 24;

    /** The spaces between columns of a table that is not too wide for them. */
    private static final int GAP = 2;

    /** The shortest lines that a sentence may have beside other cells. */
    private static final int READABLE = 32;

    private static final int INDENT = 6;

    /** Cells of this length may be cut to leave two spaces between columns. */
    private static final int COMFORTABLE = 24;

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
    private static int columns() {
        return Math.max(NARROWEST, Integer.getInteger("regatta.columns", COLUMNS));
    }

    /**
     * Returns how many columns a table may have. If stdout is no terminal, there is no limit, so
     * that other programs and files get whole cells.
     */
    static int tableColumns() {
        return isRead() ? columns() : Integer.MAX_VALUE;
    }

    /** Returns whether stdout is a terminal, so that people read what this program prints. */
    static boolean isRead() {
        return Boolean.getBoolean("regatta.colours");
    }

    /**
     * One column of a table.
     *
     * @param least how short its cells may be cut, if the table is too wide; 0 for never
     * @param prose whether its cells are sentences, which go on below; only in the last column
     */
    public record Column(String title, int least, boolean prose) {
        /** A column whose cells are never cut, such as ids. */
        public static Column whole(String title) {
            return new Column(title, 0, false);
        }

        /** A column whose cells may be cut to this many characters. */
        public static Column cut(String title, int least) {
            return new Column(title, least, false);
        }

        /** The last column, of sentences. */
        public static Column prose(String title) {
            return new Column(title, 0, true);
        }

        int width(List<List<String>> rows, int column) {
            return IntStream.concat(
                            IntStream.of(title.length()),
                            rows.stream().mapToInt(row -> row.get(column).length()))
                    .max()
                    .orElse(0);
        }
    }

    /**
     * Prints rows under a head. A terminal gets a table as wide as the terminal: cells are cut
     * where they do not fit, and sentences go on in further lines. Other programs and files get
     * whole cells and each sentence in one line.
     */
    public static void table(PrintWriter out, List<Column> columns, List<List<String>> given) {
        table(out, columns, given, tableColumns(), isRead());
    }

    static void table(
            PrintWriter out,
            List<Column> columns,
            List<List<String>> given,
            int most,
            boolean wraps) {
        List<List<String>> rows =
                given.stream().map(row -> row.stream().map(Visible::of).toList()).toList();
        boolean prose = columns.getLast().prose();
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            boolean last = prose && i == widths.length - 1;
            widths[i] = last ? columns.get(i).title().length() : columns.get(i).width(rows, i);
        }
        int gap = comfortable(columns, widths) <= most ? GAP : 1;
        boolean narrower = true;
        while (narrower && width(widths, gap) > most) {
            narrower = narrow(columns, widths);
        }
        int before = width(widths, gap) - widths[widths.length - 1];
        out.println(line(columns.stream().map(Column::title).toList(), widths, gap));
        for (List<String> row : rows) {
            if (prose && wraps) {
                prose(out, row, widths, gap, before, most);
            } else {
                out.println(line(row, widths, gap, prose));
            }
        }
        out.flush();
    }

    private static int width(int[] widths, int gap) {
        return IntStream.of(widths).sum() + gap * (widths.length - 1);
    }

    /** Returns how wide a table is whose cells are cut only where enough of them remains. */
    private static int comfortable(List<Column> columns, int[] widths) {
        int[] cut = widths.clone();
        for (int i = 0; i < cut.length; i++) {
            cut[i] = columns.get(i).least() > 0 ? Math.min(cut[i], COMFORTABLE) : cut[i];
        }
        return width(cut, GAP);
    }

    /** Makes the widest column that may be cut narrower. Returns whether there was one. */
    private static boolean narrow(List<Column> columns, int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = columns.get(i).least();
            if (least > 0
                    && widths[i] > Math.max(least, columns.get(i).title().length())
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (widest >= 0) {
            widths[widest]--;
        }
        return widest >= 0;
    }

    /**
     * Prints a row whose last cell is a sentence: beside the others, or below if that is narrow.
     */
    private static void prose(
            PrintWriter out, List<String> row, int[] widths, int gap, int before, int most) {
        List<String> cells = new ArrayList<>(row);
        String sentence = cells.removeLast();
        int room = most - before;
        boolean below = sentence.length() > room && room < READABLE;
        String indent = " ".repeat(below ? INDENT : before);
        List<String> lines = wrapped(sentence, most - indent.length());
        cells.add(below || lines.isEmpty() ? "" : lines.getFirst());
        out.println(line(cells, widths, gap, true));
        lines.stream().skip(below ? 0 : 1).forEach(more -> out.println(indent + more));
    }

    private static String line(List<String> cells, int[] widths, int gap) {
        return line(cells, widths, gap, false);
    }

    private static String line(List<String> cells, int[] widths, int gap, boolean wholeLast) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean whole = wholeLast && i == widths.length - 1;
            String cell = whole ? cells.get(i) : cut(cells.get(i), widths[i]);
            line.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()) + gap));
        }
        return line.toString().stripTrailing();
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
    private static List<String> wrapped(String text, int most) {
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
