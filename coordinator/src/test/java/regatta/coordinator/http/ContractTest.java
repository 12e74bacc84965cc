package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.TaskView;

/** The contract and the routes say the same. */
class ContractTest {
    private static TestingApi api;
    private static JsonNode contract;

    @BeforeAll
    static void start() {
        api = new TestingApi();
        contract = api.get("/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void namesEveryRouteAndNoOther() {
        List<String> named = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                named.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        api.router.routes().stream()
                                .map(route -> route.method() + " " + route.path())
                                .toList());
    }

    @Test
    void namesTheVariablesOfEveryPath() {
        for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
            for (JsonNode operation : path.getValue()) {
                assertThat(operation.path("parameters").toString().contains("JobId"))
                        .as(path.getKey())
                        .isEqualTo(path.getKey().contains("jobs/{id}"));
                assertThat(operation.path("parameters").toString().contains("ComparisonId"))
                        .as(path.getKey())
                        .isEqualTo(path.getKey().contains("comparisons/{id}"));
            }
        }
    }

    @Test
    void resolvesEveryReference() {
        assertThat(contract.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(contract.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void namesEveryState() {
        assertThat(states("JobState"))
                .containsExactly(List.of(JobState.values()).toString().split("\\W+"));
        assertThat(states("TaskState"))
                .containsExactly(List.of(TaskView.State.values()).toString().split("\\W+"));
    }

    @Test
    void describesEveryWorkloadByItsFields() {
        JsonNode kinds = api.get("/api/v1/workloads").json().get("items");

        assertThat(kinds.findValuesAsText("kind"))
                .contains("testing", "sum-of-squares", "download");
        assertThat(contract.at("/components/schemas/Workload/oneOf")).hasSameSizeAs(kinds);
        for (JsonNode kind : kinds) {
            String name = "Workload-" + kind.get("kind").asText();
            JsonNode schema = contract.at("/components/schemas/" + name);
            assertThat(schema).as(name).isEqualTo(kind.get("schema"));
            assertThat(kind.get("fields"))
                    .isNotEmpty()
                    .allSatisfy(field ->
                            assertThat(schema.get("properties").has(field.get("name").asText()))
                                    .isTrue());
        }
    }

    private static List<String> states(String schema) {
        List<String> states = new ArrayList<>(List.of(""));
        contract.at("/components/schemas/" + schema + "/enum")
                .forEach(state -> states.add(state.textValue()));
        return states;
    }
}
