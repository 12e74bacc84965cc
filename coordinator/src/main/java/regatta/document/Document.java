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

    /** Begins a part of a part. */
    public record Subheading(String text) implements Block {}

    /** Says how to read what follows. */
    public record Caption(String text) implements Block {}

    /**
     * An answer that is read first.
     *
     * @param question what was asked
     * @param headline the answer; {@code emphasis} is the part of it that matters most, or empty
     * @param sentences why
     * @param chips what else to know, a few words each
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

    /** Running text of one paragraph. */
    public record Paragraph(String text) implements Block {}

    /** Short remarks, one a line. */
    public record Notes(List<String> lines) implements Block {
        public Notes {
            lines = List.copyOf(lines);
        }
    }

    /** Warnings, a line each. */
    public record Beware(List<String> lines) implements Block {
        public Beware {
            lines = List.copyOf(lines);
        }
    }

    /** Explains words where they stand. */
    public record Terms(List<Term> terms) implements Block {
        public Terms {
            terms = List.copyOf(terms);
        }
    }

    /** A word, and what it means: a sentence without its full stop. */
    public record Term(String name, String meaning) {}

    /** What few readers want to see; a page shows it when asked, and in print. */
    public record Folded(String title, List<Block> blocks) implements Block {
        public Folded {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A drawing, which only HTML shows.
     *
     * @param html one complete element that refers to nothing outside
     */
    public record Picture(String html) implements Block {}

    /**
     * Rows of cells; the first column names the row.
     *
     * @param rows as many cells each as there are columns
     * @param best the name of a row that stands out; empty for none
     */
    public record Table(List<Column> columns, List<List<String>> rows, String best)
            implements Block {
        /** A table whose rows all look alike. */
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
     * @param title may have several lines; a soft hyphen ends a line within a word
     * @param right whether its cells are numbers, aligned to the right
     */
    public record Column(String title, boolean right) {
        /** The title in one line. */
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
