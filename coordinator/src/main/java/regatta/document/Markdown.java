package regatta.document;

import java.util.List;
import java.util.stream.Collectors;
import regatta.document.Document.Block;
import regatta.document.Document.Column;
import regatta.document.Document.Table;

/** Writes a document as Markdown (CommonMark with tables). */
public final class Markdown {
    private Markdown() {}

    public static String of(Document document) {
        String title = "# " + escape(document.title()) + "\n";
        return title + "\n" + written(document.blocks());
    }

    private static String written(List<Block> blocks) {
        return blocks.stream()
                .map(Markdown::write)
                .filter(block -> !block.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String list(List<String> lines) {
        return lines.stream().map(line -> "- " + escape(line) + "\n").collect(Collectors.joining());
    }

    private static String write(Document.Card card) {
        List<String> chips = card.chips().stream().map(Document.Chip::text).toList();
        return "## %s: %s\n\n%s\n%s"
                .formatted(
                        escape(card.question()),
                        escape(card.headline()),
                        card.sentences().stream()
                                .map(sentence -> escape(sentence) + "\n")
                                .collect(Collectors.joining("\n")),
                        chips.isEmpty() ? "" : "\n" + list(chips));
    }

    private static String write(Block block) {
        return switch (block) {
            case Document.Heading(String text) -> "## " + escape(text) + "\n";
            case Document.Subheading(String text) -> "### " + escape(text) + "\n";
            case Document.Caption(String text) -> escape(text) + "\n";
            case Document.Card card -> write(card);
            case Document.Beware(List<String> lines) -> list(lines);
            case Document.Terms(List<Document.Term> terms) ->
                    list(terms.stream().map(term -> term.name() + ": " + term.meaning()).toList());
            case Document.Folded(String title, List<Block> blocks) ->
                    "## " + escape(title) + "\n\n" + written(blocks);
            case Document.Paragraph(String text) -> escape(text) + "\n";
            case Document.Notes(List<String> lines) -> list(lines);
            case Document.Picture _ -> "";
            case Table table -> write(table);
        };
    }

    private static String write(Table table) {
        List<String> titles = table.columns().stream().map(Column::words).toList();
        String rule =
                table.columns().stream()
                        .map(Markdown::rule)
                        .collect(Collectors.joining(" | ", "| ", " |\n"));
        return row(titles)
                + rule
                + table.rows().stream().map(Markdown::row).collect(Collectors.joining());
    }

    private static String rule(Column column) {
        return column.right() ? "--:" : "---";
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(Markdown::escape)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escape(String text) {
        return text.replaceAll("[\\\\`*_<>\\[\\]|~]", "\\\\$0").replace('\n', ' ');
    }
}
