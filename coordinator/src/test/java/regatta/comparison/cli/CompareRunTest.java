package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.cli.BuiltInJobs;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.ReportJson;

/** Tests the requests to a coordinator that the command did not start. */
class CompareRunTest {
    private final List<JsonNode> submitted = new ArrayList<>();
    private String workers = "";

    @ParameterizedTest
    @CsvSource({"JOINED,true", "DRAINING,false", "LEFT,false", "LOST,false"})
    void comparesClusterOnlyIfANodeHasJoined(String state, boolean compared) throws Exception {
        workers = "{\"pool\": \"cluster\", \"state\": \"%s\"}".formatted(state);
        Wishes wishes =
                new Wishes(List.of(), List.of(), List.of(3), List.of(), 1, Optional.empty());
        CompareRun run =
                new CompareRun(this::send, wishes, Optional.empty(), CompareRun.Listener.NOBODY);
        ComparedJob job = new ComparedJob(BuiltInJobs.sumOfSquares(List.of(10L), 1, null), false);

        assertThatThrownBy(() -> run.run(List.of(job)))
                .isInstanceOf(ComparisonFailedException.class);

        assertThat(submitted.getFirst().path("modes").toString())
                .isEqualTo(compared ? "[\"batch\",\"cluster\"]" : "[\"batch\"]");
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body) throws IOException {
        if (body != null) {
            submitted.add(body);
        }
        return ReportJson.tree(
                switch (path) {
                    case "/api/v1/workers" -> "{\"items\": [%s]}".formatted(workers);
                    case "/api/v1/modes" ->
                            """
                            {"items": [{"name": "batch", "placement": "IN_PROCESS"},
                                       {"name": "cluster", "placement": "NODES"}]}
                            """;
                    default -> "{\"state\": \"CANCELLED\", \"endedAt\": \"now\"}";
                });
    }
}
