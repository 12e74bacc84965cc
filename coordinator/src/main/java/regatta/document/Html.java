package regatta.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import regatta.document.Document.Block;
import regatta.document.Document.Card;
import regatta.document.Document.Column;
import regatta.document.Document.Table;

/**
 * Writes a document as one HTML page that loads no other files. The page suits light and dark, wide
 * and narrow screens, and print. The page is readable without its script.
 */
public final class Html {
    private static final String FIGURES = resource("figures.css");
    private static final String STYLE = resource("page.css") + FIGURES;
    private static final String SCRIPT = resource("page.js");
    private static final String DATA = "<script type=\"application/json\" id=\"regatta-data\">";

    /**
     * The largest number of columns that a table in normal print may have. A table with more
     * columns has smaller print.
     */
    private static final int WIDE = 9;

    private static final String DATA_END = "</script>";

    /**
     * The content security policy of every page: the page loads nothing, and a browser accepts only
     * the page's own style and script.
     */
    public static final String POLICY =
            "default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'"
                    .formatted(hash(STYLE), hash(SCRIPT));

    private Html() {}

    public static String of(Document document) {
        return of(document, "");
    }

    /**
     * Writes a page.
     *
     * @param data JSON that becomes a part of the page, for the time lines of the page and for
     *     programs that read the figures; empty if the page gets no JSON
     */
    public static String of(Document document, String data) {
        String title = escape(document.title());
        String body = written(document.blocks());
        String carried =
                data.isEmpty() ? "" : DATA + data.replace("<", "\\u003c") + DATA_END + "\n";
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <link rel="icon" href="data:,">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <h1>%s</h1>
        <main>
        %s</main>
        %s<script>%s</script>
        </body>
        </html>
        """
                .formatted(POLICY, title, STYLE, title, body, carried, SCRIPT);
    }

    /**
     * Returns the script of every page. The coordinator's page uses this script to draw time lines,
     * too.
     */
    public static String script() {
        return SCRIPT;
    }

    /** The style sheet of what pictures, tables and cards consist of, for other pages. */
    public static String figures() {
        return FIGURES;
    }

    /** Returns the JSON in a page; empty if the page has no JSON. */
    public static Optional<String> data(String page) {
        int begin = page.indexOf(DATA);
        int end = begin < 0 ? -1 : page.indexOf(DATA_END, begin);
        return end < 0 ? Optional.empty() : Optional.of(page.substring(begin + DATA.length(), end));
    }

    /** Writes blocks as a part of another page, which has the style sheet of figures. */
    public static String part(List<Block> blocks) {
        return written(blocks);
    }

    private static String written(List<Block> blocks) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < blocks.size(); at++) {
            if (blocks.get(at) instanceof Document.Caption(String caption)
                    && at + 1 < blocks.size()
                    && blocks.get(at + 1) instanceof Document.Picture(String picture)) {
                parts.add(figure(caption, picture));
                at++;
            } else {
                parts.add(write(blocks.get(at)));
            }
        }
        return String.join("\n", parts);
    }

    /** Writes a picture together with its caption, so that no end of a page comes between them. */
    private static String figure(String caption, String picture) {
        return "<figure>\n<figcaption class=\"caption\">%s</figcaption>\n%s</figure>\n"
                .formatted(escape(caption), picture);
    }

    private static String write(Block block) {
        return switch (block) {
            case Document.Heading(String text) -> "<h2>" + escape(text) + "</h2>\n";
            case Document.Subheading(String text) -> "<h3>" + escape(text) + "</h3>\n";
            case Document.Paragraph(String text) -> "<p>" + escape(text) + "</p>\n";
            case Document.Caption(String text) -> "<p class=\"caption\">" + escape(text) + "</p>\n";
            case Document.Notes(List<String> lines) -> list("notes", lines);
            case Document.Beware(List<String> lines) -> list("notes beware", lines);
            case Document.Picture(String html) -> html;
            case Document.Terms(List<Document.Term> terms) ->
                    terms.stream()
                            .map(Html::write)
                            .collect(Collectors.joining("\n", "<dl class=\"terms\">\n", "</dl>\n"));
            case Document.Folded(String title, List<Block> blocks) ->
                    "<details>\n<summary>%s</summary>\n%s</details>\n"
                            .formatted(escape(title), written(blocks));
            case Card card -> write(card);
            case Table table -> write(table);
        };
    }

    private static String write(Document.Term term) {
        return "<div><dt>%s</dt> <dd>%s</dd></div>\n"
                .formatted(escape(term.name()), escape(term.meaning()));
    }

    private static String list(String type, List<String> lines) {
        return lines.stream()
                .map(line -> "<li>" + escape(line) + "</li>\n")
                .collect(Collectors.joining("", "<ul class=\"" + type + "\">\n", "</ul>\n"));
    }

    private static String write(Card card) {
        StringBuilder html = new StringBuilder("<section class=\"card\">\n<p class=\"question\">");
        html.append(escape(card.question())).append("</p>\n<h2>");
        String headline = escape(card.headline());
        String emphasis = escape(card.emphasis());
        int at = emphasis.isEmpty() ? -1 : headline.indexOf(emphasis);
        if (at < 0) {
            html.append(headline);
        } else {
            html.append(headline, 0, at).append("<em>").append(emphasis).append("</em>");
            html.append(headline.substring(at + emphasis.length()));
        }
        html.append("</h2>\n");
        card.sentences().forEach(line -> html.append("<p>").append(escape(line)).append("</p>\n"));
        if (!card.chips().isEmpty()) {
            html.append("<ul class=\"chips\">\n");
            for (Document.Chip chip : card.chips()) {
                html.append(
                        "<li class=\"%s\">%s</li>\n"
                                .formatted(tone(chip.tone()), escape(chip.text())));
            }
            html.append("</ul>\n");
        }
        return html.append("</section>\n").toString();
    }

    private static String tone(Document.Tone tone) {
        return switch (tone) {
            case PLAIN -> "plain";
            case GOOD -> "good";
            case BEWARE -> "beware";
        };
    }

    private static String write(Table table) {
        StringBuilder html =
                new StringBuilder(
                        table.columns().size() > WIDE
                                ? "<table class=\"wide\">\n<thead><tr>"
                                : "<table>\n<thead><tr>");
        for (Column column : table.columns()) {
            html.append(column.right() ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
            html.append(escape(column.words())).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            boolean best = row.getFirst().equals(table.best());
            html.append(best ? "<tr class=\"best\">" : "<tr>");
            html.append("<th scope=\"row\">").append(escape(row.getFirst())).append("</th>");
            for (int i = 1; i < row.size(); i++) {
                Column column = table.columns().get(i);
                html.append(column.right() ? "<td class=\"n\"" : "<td");
                html.append(" data-label=\"").append(escape(column.words())).append("\">");
                html.append(escape(row.get(i))).append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table>\n").toString();
    }

    /** Escapes text for an HTML element or attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
