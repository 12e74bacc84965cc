package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorNodeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static CoordinatorNode node;
    private static HttpClient client;

    @BeforeAll
    static void start(@TempDir Path folder) {
        Config config =
                ConfigFactory.parseString(
                                "regatta { http.port = 0, cluster.port = 0, modes.pair { style ="
                                        + " blocking, executor = thread-pool, max-slots = 2 } }")
                        .withValue(
                                "regatta.store.url",
                                ConfigValueFactory.fromAnyRef(
                                        "jdbc:sqlite:" + folder.resolve("regatta.db")))
                        .withFallback(ConfigFactory.load())
                        .resolve();
        node = CoordinatorNode.start(config);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        client.close();
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

        JsonNode tasks = get("/api/v1/jobs/" + job.at("/id").asText() + "/tasks");

        assertThat(tasks.at("/items").size()).isEqualTo(3);
        assertThat(tasks.at("/items/2/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(tasks.at("/items/2/output/sum").asText()).isEqualTo("285");
    }

    private static JsonNode finish(String body) throws Exception {
        HttpResponse<String> accepted =
                client.send(
                        HttpRequest.newBuilder(uri("/api/v1/jobs"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = JSON.readTree(accepted.body()).at("/id").asText();
        return get("/api/v1/jobs/" + id + "?wait=PT60S");
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.httpAddress().getPort() + path);
    }
}
