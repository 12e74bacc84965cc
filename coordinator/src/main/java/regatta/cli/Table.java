package regatta.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import regatta.machine.Visible;

/** Lays out tables and prints them. */
public final class Table {
    /** The spaces between columns of a table that is not too wide for them. */
    private static final int GAP = 2;

    /** The shortest lines that a sentence may have beside other cells. */
    private static final int READABLE = 32;

    /** Cells of this length may be cut to leave two spaces between columns. */
    private static final int COMFORTABLE = 24;

    private Table() {}

    /**
     * Returns how many characters wide a table may be. If stdout is no terminal, there is no limit,
     * so that other programs and files get whole cells.
     */
    static int widthLimit() {
        return Terminal.isRead() ? Terminal.columns() : Integer.MAX_VALUE;
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
    public static void print(List<Column> columns, List<List<String>> rows, PrintWriter out) {
        print(columns, rows, out, widthLimit(), Terminal.isRead());
    }

    static void print(
            List<Column> columns,
            List<List<String>> given,
            PrintWriter out,
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
        out.println(line(columns.stream().map(Column::title).toList(), widths, gap, false));
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
        String indent = " ".repeat(below ? Terminal.INDENT : before);
        List<String> lines = Terminal.wrapped(sentence, most - indent.length());
        cells.add(below || lines.isEmpty() ? "" : lines.getFirst());
        out.println(line(cells, widths, gap, true));
        lines.stream().skip(below ? 0 : 1).forEach(more -> out.println(indent + more));
    }

    private static String line(List<String> cells, int[] widths, int gap, boolean wholeLast) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean whole = wholeLast && i == widths.length - 1;
            String cell = whole ? cells.get(i) : Terminal.cut(cells.get(i), widths[i]);
            line.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()) + gap));
        }
        return line.toString().stripTrailing();
    }
}
