package regatta.document;

import java.util.List;
import java.util.stream.Collectors;
import regatta.document.Document.Block;
import regatta.document.Document.Column;
import regatta.document.Document.Table;

/** Writes a document as one HTML page that loads nothing, for light and dark screens. */
public final class Html {
    private static final String STYLE =
            """
            :root {
              color-scheme: light dark;
              --text: #1b1f24; --quiet: #5a636e; --line: #d5dae0; --page: #ffffff;
              --bar: #2f6fb5; --plain: #8a94a0; --computing: #2f6fb5; --waiting: #8fbbe8;
              --ready: #b0483c; --starved: #d98a2b; --drained: #c5ccd4;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --text: #e4e8ec; --quiet: #9aa5b1; --line: #3a424b; --page: #15191e;
                --bar: #6ea8e6; --plain: #7b8794; --computing: #6ea8e6; --waiting: #38618c;
                --ready: #cf6a5d; --starved: #e3a04f; --drained: #49525c;
              }
            }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--text);
              background: var(--page); max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
            div.wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line);
              text-align: left; white-space: nowrap; }
            th { color: var(--quiet); font-weight: 600; vertical-align: bottom;
              white-space: normal; }
            .n { text-align: right; }
            ul { color: var(--quiet); padding-left: 1.2rem; }
            svg { display: block; width: 100%; height: auto; margin: 1rem 0;
              font: 13px system-ui, sans-serif; }
            svg text { fill: var(--text); } svg .quiet { fill: var(--quiet); }
            svg .bar { fill: var(--bar); } svg .reference { fill: var(--plain); }
            svg .whisker { stroke: var(--text); stroke-width: 1.5; fill: none; }
            svg .axis { stroke: var(--line); } svg .path { stroke: var(--bar); stroke-width: 1.5; }
            svg .one { stroke: var(--quiet); stroke-dasharray: 3 3; }
            svg .computing { fill: var(--computing); } svg .waiting { fill: var(--waiting); }
            svg .ready { fill: var(--ready); } svg .starved { fill: var(--starved); } svg .drained { fill: var(--drained); }
            """;

    private Html() {}

    public static String of(Document document) {
        String title = escape(document.title());
        String body = document.blocks().stream().map(Html::write).collect(Collectors.joining("\n"));
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <h1>%s</h1>
        %s</body>
        </html>
        """
                .formatted(title, STYLE, title, body);
    }

    private static String write(Block block) {
        return switch (block) {
            case Document.Heading(String text) -> "<h2>" + escape(text) + "</h2>\n";
            case Document.Paragraph(String text) -> "<p>" + escape(text) + "</p>\n";
            case Document.Notes(List<String> lines) ->
                    lines.stream()
                            .map(line -> "<li>" + escape(line) + "</li>\n")
                            .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
            case Document.Picture(String svg) -> svg;
            case Table table -> write(table);
        };
    }

    private static String write(Table table) {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
        for (Column column : table.columns()) {
            html.append(cell("th", column, column.title()));
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(cell("td", table.columns().get(i), row.get(i)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String cell(String tag, Column column, String text) {
        String open = column.right() ? "<" + tag + " class=\"n\">" : "<" + tag + ">";
        return open + escape(text.replace("-\n", "").replace('\n', ' ')) + "</" + tag + ">";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
