package regatta.document;

import java.util.List;

/** The content of a report, in reading order; immutable. */
public record Document(String title, List<Block> blocks) {
    public Document {
        blocks = List.copyOf(blocks);
    }

    /** A part of a document. */
    public sealed interface Block {}

    /** The heading of a part. */
    public record Heading(String text) implements Block {}

    /** The heading of a section within a part. */
    public record Subheading(String text) implements Block {}

    /** A text that explains how to read the next block. */
    public record Caption(String text) implements Block {}

    /**
     * An answer that the reader sees first.
     *
     * @param question the question
     * @param headline the answer
     * @param emphasis the part of the headline that matters most; may be empty
     * @param sentences the reasons for the answer
     * @param chips further facts, each in a few words
     */
    public record Card(
            String question,
            String headline,
            String emphasis,
            List<String> sentences,
            List<Chip> chips)
            implements Block {
        public Card {
            sentences = List.copyOf(sentences);
            chips = List.copyOf(chips);
        }
    }

    /** A few words in a frame. */
    public record Chip(String text, Tone tone) {}

    public enum Tone {
        PLAIN,
        GOOD,
        BEWARE
    }

    /** One paragraph of text. */
    public record Paragraph(String text) implements Block {}

    /** Short remarks, one in each line. */
    public record Notes(List<String> lines) implements Block {
        public Notes {
            lines = List.copyOf(lines);
        }
    }

    /** Warnings, one in each line. */
    public record Beware(List<String> lines) implements Block {
        public Beware {
            lines = List.copyOf(lines);
        }
    }

    /** Explanations of words that other blocks of the document use. */
    public record Terms(List<Term> terms) implements Block {
        public Terms {
            terms = List.copyOf(terms);
        }
    }

    /** A word and its meaning. The meaning is a sentence without a full stop. */
    public record Term(String name, String meaning) {}

    /** Blocks that few readers need. An HTML page shows these blocks on demand and in print. */
    public record Folded(String title, List<Block> blocks) implements Block {
        public Folded {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A drawing, which only HTML shows.
     *
     * @param html one complete element that refers to nothing outside the page
     */
    public record Picture(String html) implements Block {}

    /**
     * Rows of cells. The first cell of a row is the name of the row.
     *
     * @param rows the rows; each row has as many cells as there are columns
     * @param best the name of the row to highlight; empty if no row is highlighted
     */
    public record Table(List<Column> columns, List<List<String>> rows, String best)
            implements Block {
        /** Makes a table without a highlighted row. */
        public Table(List<Column> columns, List<List<String>> rows) {
            this(columns, rows, "");
        }

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
     * @param title the title; may have several lines. A soft hyphen at the end of a line means that
     *     a word continues in the next line.
     * @param right whether the column's cells are numbers, which are aligned to the right
     */
    public record Column(String title, boolean right) {
        /** Returns the title in one line. */
        public String words() {
            return title.replace("\u00ad\n", "").replace("-\n", "-").replace('\n', ' ');
        }

        public static Column text(String title) {
            return new Column(title, false);
        }

        public static Column number(String title) {
            return new Column(title, true);
        }
    }
}
