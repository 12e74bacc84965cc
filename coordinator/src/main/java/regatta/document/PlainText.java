package regatta.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import regatta.document.Document.Block;
import regatta.document.Document.Column;
import regatta.document.Document.Table;

/** Writes a document for a terminal, in lines of at most 80 columns. */
public final class PlainText {
    private static final int WIDTH = 80;

    /**
     * How far the column of names may be narrowed. A name that does not fit gets a line of its own.
     */
    private static final int SHORTEST_NAME = 8;

    /** Spaces at which a line may end: not those between a number and its unit. */
    private static final String BREAKABLE = " (?!%|(s|ms|µs)\\b)";

    private PlainText() {}

    public static String of(Document document) {
        StringBuilder text = new StringBuilder();
        wrap(document.title(), "", text);
        for (Block block : document.blocks()) {
            text.append('\n');
            write(block, text);
        }
        return text.toString();
    }

    private static void write(Block block, StringBuilder text) {
        switch (block) {
            case Document.Heading(String heading) -> wrap(heading, "", text);
            case Document.Subheading(String heading) -> wrap(heading, "", text);
            case Document.Caption(String caption) -> wrap(caption, "", text);
            case Document.Card card -> write(card, text);
            case Document.Beware(List<String> lines) ->
                    lines.forEach(line -> wrap("Warning: " + line, "  ", text));
            case Document.Terms(List<Document.Term> terms) ->
                    terms.forEach(
                            term -> wrap(term.name() + ": " + term.meaning() + ".", "  ", text));
            case Document.Folded(String title, List<Block> blocks) -> {
                wrap(title, "", text);
                blocks.forEach(each -> write(each, text));
            }
            case Document.Paragraph(String paragraph) -> wrap(paragraph, "", text);
            case Document.Notes(List<String> lines) ->
                    lines.forEach(line -> wrap(line, "  ", text));
            case Document.Picture _ -> text.setLength(text.length() - 1);
            case Table table -> write(table, text);
        }
    }

    private static void write(Document.Card card, StringBuilder text) {
        wrap(card.question() + ": " + card.headline(), "", text);
        card.sentences().forEach(sentence -> wrap(sentence, "", text));
        card.chips().forEach(chip -> wrap(chip.text(), "  ", text));
    }

    private static void wrap(String paragraph, String indent, StringBuilder text) {
        int column = 0;
        for (String word : words(paragraph, WIDTH - indent.length())) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(indent);
                column = indent.length();
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
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

    private static void write(Table table, StringBuilder text) {
        int[] widths = widths(table);
        int gap = IntStream.of(widths).sum() + 2 * (widths.length - 1) <= WIDTH ? 2 : 1;
        int others = IntStream.of(widths).skip(1).sum() + gap * (widths.length - 1);
        widths[0] = Math.min(widths[0], Math.max(SHORTEST_NAME, WIDTH - others));
        for (List<String> line : header(table.columns())) {
            text.append(line(table.columns(), line, widths, gap)).append('\n');
        }
        for (List<String> row : table.rows()) {
            if (row.getFirst().length() > widths[0]) {
                wrap(row.getFirst(), "", text);
                row = new ArrayList<>(row);
                row.set(0, "");
            }
            text.append(line(table.columns(), row, widths, gap)).append('\n');
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

    /** Returns the lines of a table's header. Short titles stand in the lowest line. */
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
