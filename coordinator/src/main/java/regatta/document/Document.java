package regatta.document;

import java.util.List;

/** What a report says, in the order in which it is read; immutable. */
public record Document(String title, List<Block> blocks) {
    public Document {
        blocks = List.copyOf(blocks);
    }

    /** A part of a document. */
    public sealed interface Block {}

    /** Begins a part. */
    public record Heading(String text) implements Block {}

    /** Running text of one paragraph. */
    public record Paragraph(String text) implements Block {}

    /** Short remarks, one a line. */
    public record Notes(List<String> lines) implements Block {
        public Notes {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A drawing, which only HTML shows.
     *
     * @param svg one complete {@code svg} element that refers to nothing outside
     */
    public record Picture(String svg) implements Block {}

    /**
     * Rows of cells; the first column names the row.
     *
     * @param rows as many cells each as there are columns
     */
    public record Table(List<Column> columns, List<List<String>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            int width = columns.size();
            if (rows.stream().anyMatch(row -> row.size() != width)) {
                throw new IllegalArgumentException("a row does not have " + width + " cells");
            }
        }
    }

    /**
     * One column of a table.
     *
     * @param title may have several lines
     * @param right whether its cells are numbers, aligned to the right
     */
    public record Column(String title, boolean right) {
        public static Column text(String title) {
            return new Column(title, false);
        }

        public static Column number(String title) {
            return new Column(title, true);
        }
    }
}
