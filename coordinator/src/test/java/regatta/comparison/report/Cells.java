package regatta.comparison.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the cells of a report's tables, without the titles of columns. */
final class Cells {
    private static final Pattern ROW =
            Pattern.compile("<tr(?: class=\"best\")?><th scope=\"row\">(.*?)</td></tr>");

    private static final Pattern CELL =
            Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))");

    private Cells() {}

    static List<List<String>> ofMarkdown(String markdown) {
        List<List<String>> rows = new ArrayList<>();
        boolean body = false;
        for (String line : markdown.lines().toList()) {
            boolean rule = line.startsWith("| ---");
            if (body && line.startsWith("| ")) {
                String inner = line.substring(2, line.length() - 2).replaceAll("\\\\(.)", "$1");
                rows.add(Arrays.asList(inner.split(" \\| ", -1)));
            }
            body = rule || (body && line.startsWith("| "));
        }
        return rows;
    }

    static List<List<String>> ofHtml(String html) {
        return ROW.matcher(html)
                .results()
                .map(row -> Arrays.asList(row.group(1).split("</t[hd]><td[^>]*>", -1)))
                .toList();
    }

    static List<Map<String, String>> ofCsv(String csv) {
        List<List<String>> lines = csv.lines().map(Cells::cells).toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(lines.getFirst().get(i), line.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return CELL.matcher(line)
                .results()
                .map(cell ->
                        cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""))
                .toList();
    }

    static double number(Map<String, String> row, String column) {
        return Double.parseDouble(text(row, column));
    }

    static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    /** Replaces each run of spaces by one space, as inside a cell. */
    static String squeezed(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    /** Collects every number with a fraction below a node, as text. */
    static void doubles(JsonNode node, List<String> found) {
        if (node.isDouble()) {
            found.add(String.valueOf(node.doubleValue()));
        }
        node.forEach(each -> doubles(each, found));
    }
}
