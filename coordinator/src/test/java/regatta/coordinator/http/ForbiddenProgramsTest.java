package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.http.TestingApi.Answer;

/** What the API answers to jobs that run programs. */
class ForbiddenProgramsTest {
    private static TestingApi api;

    @BeforeAll
    static void start() {
        api = new TestingApi("regatta.command.allowed = [\"/opt/tool\"]");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void acceptsAListedProgram() {
        assertThat(submit("\"argv\": [\"/opt/tool\", \"{}\"]").status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"argv\": [\"/bin/sh\"]",
                "\"argv\": [\"/opt/../opt/tool\"]",
                "\"argv\": [\"/opt//tool\"]",
                "\"argv\": [\"tool\"]",
                "\"argv\": [\"{}\"]",
                "\"argv\": [\"/opt/tool\"], \"folder\": \"/\"",
                "\"argv\": [\"/opt/tool\"], \"environment\": {\"LD_PRELOAD\": \"/tmp/x.so\"}",
            })
    void refusesAllElseAndKeepsNoJob(String fields) {
        Answer answer = submit(fields);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:regatta:problem:forbidden");
        Answer comparison =
                api.post(
                        "/api/v1/comparisons",
                        "{\"workload\": {\"kind\": \"command\", \"inputs\": [\"a\"], %s}}"
                                .formatted(fields));
        assertThat(comparison.status()).as(comparison.toString()).isEqualTo(403);
    }

    @Test
    void refusesAProgramThatOneArmAloneWouldRun() {
        Answer answer =
                api.post(
                        "/api/v1/comparisons",
                        """
                        {"workload": {"kind": "command", "argv": ["/opt/tool"], "inputs": ["a"]},
                         "modes": ["batch"], "vary": {"folder": ["/tmp"]}}
                        """);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    }

    @Test
    void saysFirstWhatIsWrongWithAJob() {
        assertThat(submit("\"argv\": []").status()).isEqualTo(422);
    }

    private static Answer submit(String fields) {
        return api.post(
                "/api/v1/jobs",
                "{\"workload\": {\"kind\": \"command\", \"inputs\": [\"a\"], %s}}"
                        .formatted(fields));
    }
}
