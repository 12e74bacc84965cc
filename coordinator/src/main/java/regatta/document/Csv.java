package regatta.document;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV (RFC 4180, but lines end with a line feed only). */
public final class Csv {
    private Csv() {}

    public static String of(List<String> header, List<List<@Nullable Object>> rows) {
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        for (List<@Nullable Object> row : rows) {
            text.append(row.stream().map(Csv::cell).collect(Collectors.joining(",")));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
