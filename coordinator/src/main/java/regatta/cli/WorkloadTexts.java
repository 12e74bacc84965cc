package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import regatta.cli.Table.Column;

/** Prints the workloads of a coordinator, with the fields of their specs. */
public final class WorkloadTexts {
    private static final int HELP = 6;

    private WorkloadTexts() {}

    public static void print(JsonNode workloads, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode workload : workloads) {
            rows.add(
                    List.of(
                            workload.path("kind").asText(),
                            workload.path("demand").asText(),
                            workload.path("description").asText()));
        }
        Table.print(
                List.of(Column.whole("KIND"), Column.whole("DEMAND"), Column.prose("DESCRIPTION")),
                rows,
                out);
        workloads.forEach(workload -> fields(workload, out));
        out.flush();
    }

    private static void fields(JsonNode workload, PrintWriter out) {
        out.println();
        out.println(workload.path("kind").asText());
        for (JsonNode field : workload.path("fields")) {
            String takes = field.path("type").asText() + mark(field);
            String named = "  %s: %s".formatted(field.path("name").asText(), takes);
            out.println(Terminal.folded(named, HELP));
            out.println(Terminal.folded(" ".repeat(HELP) + field.path("help").asText(), HELP));
        }
    }

    private static String mark(JsonNode field) {
        if (field.path("required").asBoolean()) {
            return " (required)";
        }
        JsonNode byDefault = field.path("default");
        String mark = byDefault.isNull() ? "" : " (default: " + byDefault.asText() + ")";
        return field.path("secret").asBoolean() ? mark + " (never shown)" : mark;
    }
}
