package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorNodeIT {
    private static TestingNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        node =
                new TestingNode(
                        folder,
                        "regatta.modes.pair { style = blocking, executor = thread-pool, max-slots = 2"
                                + " }");
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "thread-pool",
                "fork-join",
                "virtual-threads",
                "async",
                "processes",
                "pair"
            })
    void sumsSquaresInEveryModeOfThisMachine(String mode) throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [100000000, 1000],
                         "tasksPerTarget": 4, "repeat": 5}, "mode": "%s", "slots": 2}
                        """
                                .formatted(mode));

        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(job.at("/output/sums").toString())
                .isEqualTo("[\"333333328333333350000000\",\"332833500\"]");
        assertThat(job.at("/progress/succeeded").asInt()).isEqualTo(40);
        assertThat(job.at("/report/wallSeconds").asDouble()).isPositive();
        assertThat(job.at("/report/slots").asInt()).isEqualTo("batch".equals(mode) ? 1 : 2);
    }

    @Test
    void listsTheTasksOfAJob() throws Exception {
        JsonNode job =
                finish(
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [10], "repeat": 3},
                         "mode": "batch"}
                        """);

        JsonNode tasks = node.get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");

        assertThat(tasks.at("/items").size()).isEqualTo(3);
        assertThat(tasks.at("/items/2/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(tasks.at("/items/2/output/sum").asText()).isEqualTo("285");
    }

    private static JsonNode finish(String body) throws Exception {
        return node.awaitEnd(node.submit(body));
    }
}
