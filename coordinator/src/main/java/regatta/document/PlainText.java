package regatta.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import regatta.document.Document.Block;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.machine.Visible;

/** Writes a document for a terminal, in lines of at most 80 columns. */
public final class PlainText {
    private static final int WIDTH = 80;

    /**
     * The smallest width to which a table's column of row names may shrink. If a name is longer
     * than the column is wide, the name gets its own line.
     */
    private static final int SHORTEST_NAME = 8;

    /**
     * Matches each space at which a line may end, which excludes a space between a number and its
     * unit.
     */
    private static final String BREAKABLE = " (?!%|(s|ms|µs)\\b)";

    /**
     * The ways in which a terminal shows a line. The code of each way comes from ECMA-48, 8.3.117.
     */
    private enum Ink {
        PLAIN(""),
        QUIET("2"),
        BEST("1;32"),
        WARNING("33");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private PlainText(boolean colours) {
        this.colours = colours;
    }

    public static String of(Document document) {
        return of(document, false);
    }

    /**
     * Writes a document.
     *
     * @param colours whether to colour headers, warnings and the best row, for a terminal that
     *     shows colours
     */
    public static String of(Document document, boolean colours) {
        PlainText plain = new PlainText(colours);
        plain.wrap(document.title(), "", Ink.PLAIN);
        for (Block block : document.blocks()) {
            plain.text.append('\n');
            plain.write(block);
        }
        return plain.text.toString();
    }

    /** Prints a line. Its texts may come from a saved report, a node or a client. */
    private void print(String line, Ink ink) {
        String shown = Visible.of(line);
        if (colours && ink != Ink.PLAIN) {
            text.append("\u001b[").append(ink.code).append('m').append(shown).append("\u001b[m");
        } else {
            text.append(shown);
        }
        text.append('\n');
    }

    private void write(Block block) {
        switch (block) {
            case Document.Heading(String heading) -> wrap(heading, "", Ink.PLAIN);
            case Document.Subheading(String heading) -> wrap(heading, "", Ink.PLAIN);
            case Document.Caption(String caption) -> wrap(caption, "", Ink.PLAIN);
            case Document.Card card -> write(card);
            case Document.Beware(List<String> lines) ->
                    lines.forEach(line -> wrap("Warning: " + line, "  ", Ink.WARNING));
            case Document.Terms(List<Document.Term> terms) ->
                    terms.forEach(term ->
                            wrap(term.name() + ": " + term.meaning() + ".", "  ", Ink.PLAIN));
            case Document.Folded(String title, List<Block> blocks) -> {
                wrap(title, "", Ink.PLAIN);
                blocks.forEach(each -> write(each));
            }
            case Document.Paragraph(String paragraph) -> wrap(paragraph, "", Ink.PLAIN);
            case Document.Notes(List<String> lines) ->
                    lines.forEach(line -> wrap(line, "  ", Ink.PLAIN));
            case Document.Picture _ -> text.setLength(text.length() - 1);
            case Table table -> write(table);
        }
    }

    private void write(Document.Card card) {
        wrap(card.question() + ": " + card.headline(), "", Ink.PLAIN);
        card.sentences().forEach(sentence -> wrap(sentence, "", Ink.PLAIN));
        card.chips().forEach(chip -> wrap(chip.text(), "  ", Ink.PLAIN));
    }

    private void wrap(String paragraph, String indent, Ink ink) {
        StringBuilder line = new StringBuilder();
        for (String word : words(paragraph, WIDTH - indent.length())) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                print(line.toString(), ink);
                line.setLength(0);
                line.append(indent);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        print(line.toString(), ink);
    }

    /** Splits a paragraph into words. Cuts words that are longer than a line, such as URLs. */
    private static List<String> words(String paragraph, int longest) {
        List<String> words = new ArrayList<>();
        for (String word : paragraph.split(BREAKABLE, -1)) {
            int from = 0;
            for (; word.length() - from > longest; from += longest) {
                words.add(word.substring(from, from + longest));
            }
            words.add(word.substring(from));
        }
        return words;
    }

    private void write(Table table) {
        int[] widths = widths(table);
        int gap = IntStream.of(widths).sum() + 2 * (widths.length - 1) <= WIDTH ? 2 : 1;
        int others = IntStream.of(widths).skip(1).sum() + gap * (widths.length - 1);
        widths[0] = Math.min(widths[0], Math.max(SHORTEST_NAME, WIDTH - others));
        for (List<String> line : header(table.columns())) {
            print(line(table.columns(), line, widths, gap), Ink.QUIET);
        }
        for (List<String> row : table.rows()) {
            Ink ink = row.getFirst().equals(table.best()) ? Ink.BEST : Ink.PLAIN;
            if (row.getFirst().length() > widths[0]) {
                wrap(row.getFirst(), "", ink);
                row = new ArrayList<>(row);
                row.set(0, "");
            }
            print(line(table.columns(), row, widths, gap), ink);
        }
    }

    private static int[] widths(Table table) {
        int[] widths = new int[table.columns().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int title =
                    table.columns().get(i).title().lines().mapToInt(String::length).max().orElse(0);
            int cells =
                    table.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
            widths[i] = Math.max(title, cells);
        }
        return widths;
    }

    /**
     * Returns the lines of a table's header. If a title has fewer lines than the header, the title
     * stands in the header's lowest lines.
     */
    private static List<List<String>> header(List<Column> columns) {
        List<List<String>> titles =
                columns.stream()
                        .map(c -> c.title().replace('\u00ad', '-').lines().toList())
                        .toList();
        int height = titles.stream().mapToInt(List::size).max().orElse(0);
        List<List<String>> header = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            int fromBottom = height - i;
            header.add(
                    titles.stream()
                            .map(t -> t.size() < fromBottom ? "" : t.get(t.size() - fromBottom))
                            .toList());
        }
        return header;
    }

    private static String line(List<Column> columns, List<String> cells, int[] widths, int gap) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String space = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(columns.get(i).right() ? space + cell : cell + space);
            line.append(" ".repeat(gap));
        }
        return line.toString().stripTrailing();
    }
}
