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
        return document.blocks().stream()
                .map(Markdown::write)
                .filter(block -> !block.isEmpty())
                .collect(Collectors.joining("\n", title + "\n", ""));
    }

    private static String write(Block block) {
        return switch (block) {
            case Document.Heading(String text) -> "## " + escape(text) + "\n";
            case Document.Paragraph(String text) -> escape(text) + "\n";
            case Document.Notes(List<String> lines) ->
                    lines.stream()
                            .map(line -> "- " + escape(line) + "\n")
                            .collect(Collectors.joining());
            case Document.Picture _ -> "";
            case Table table -> write(table);
        };
    }

    private static String write(Table table) {
        List<String> titles =
                table.columns().stream()
                        .map(c -> c.title().replace("-\n", "").replace('\n', ' '))
                        .toList();
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
