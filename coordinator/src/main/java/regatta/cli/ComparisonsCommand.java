package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import regatta.cli.Table.Column;

/** {@code regatta comparisons}: lists comparisons. */
@Command(name = "comparisons", description = "Lists comparisons, newest first.")
public final class ComparisonsCommand implements Callable<Integer> {
    /** How short a title may be cut. */
    private static final int LEAST = 12;

    @Mixin private ClientOptions options = new ClientOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Lists only comparisons in this state.")
    private @Nullable String state;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20")
    private int limit;

    @Override
    public Integer call() {
        String filter = state == null ? "" : "&state=" + ApiClient.segment(state);
        JsonNode answer = options.client().get("/api/v1/comparisons?limit=" + limit + filter);
        if (!options.printed(answer)) {
            List<List<String>> rows = new ArrayList<>();
            answer.path("items").forEach(each -> rows.add(row(each)));
            Table.print(
                    List.of(
                            Column.whole("COMPARISON"),
                            Column.whole("STATE"),
                            Column.whole("ROUNDS"),
                            Column.whole("WHEN"),
                            Column.whole("TOOK"),
                            Column.cut("TITLE", LEAST)),
                    rows,
                    options.out());
        }
        return Exit.OK;
    }

    private static List<String> row(JsonNode comparison) {
        JsonNode progress = comparison.path("progress");
        String name = comparison.path("name").asText();
        return List.of(
                comparison.path("id").asText(),
                comparison.path("state").asText(),
                "%d/%d"
                        .formatted(
                                progress.path("succeeded").asInt(), progress.path("total").asInt()),
                JobTexts.when(comparison.path("submittedAt").asText()),
                comparison.path("startedAt").isTextual() ? JobTexts.tookShort(comparison) : "",
                name.isEmpty() ? comparison.path("title").asText() : name);
    }
}
