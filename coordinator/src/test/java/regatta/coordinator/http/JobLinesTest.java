package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.http.Fields;

/** Jobs whose long list comes an entry a line. */
class JobLinesTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final String HEAD =
            "{\"workload\":{\"kind\":\"testing\",\"repeat\":3},\"mode\":\"cluster\"}\n";
    private static final String DOWNLOAD = "{\"workload\":{\"kind\":\"download\"}}\n";
    private static TestingApi api;

    @BeforeAll
    static void start() {
        api = new TestingApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void readsAnEntryALine() {
        for (String lines : List.of("1\n2\n3\n", "1\r\n 2 \r\n\r\n3")) {
            Answer answer = post(JOBS, HEAD + lines);

            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
            assertThat(workload(answer))
                    .isEqualTo(
                            new TestingWorkload.Spec(
                                    Stream.of(1, 2, 3).map(BigInteger::valueOf).toList(), 3, null));
        }
    }

    @Test
    void readsManyEntries() {
        StringBuilder lines = new StringBuilder(HEAD);
        IntStream.range(0, 200_000).forEach(at -> lines.append(at % 1_000).append('\n'));

        JsonNode job = post(JOBS, lines.toString()).json();

        assertThat(job.at("/workload/targetsCount").asInt()).isEqualTo(200_000);
        assertThat(job.at("/mode").asText()).isEqualTo("cluster");
    }

    @Test
    void aJobAloneHasAnEmptyList() {
        assertThat(workload(post(JOBS, HEAD.strip())))
                .isEqualTo(new TestingWorkload.Spec(List.of(), 3, null));
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                bad("", 400, ""),
                bad("\n1\n", 400, ""),
                bad("[]\n1\n", 422, ""),
                bad("{}\n1\n", 422, "/workload"),
                bad("{\"retryFailed\":\"x\"}\n", 422, "/retryFailed"),
                bad("{\"workload\":{\"kind\":\"scripted\"}}\n\"wait 1\"\n", 422, "/workload/kind"),
                bad(HEAD.replace("3}", "3,\"targets\":[1]}") + "2\n", 422, "/workload/targets"),
                bad(HEAD + "1\n2000\n", 422, "/workload/targets/1"),
                bad(HEAD + "1\n\"x\"\n", 422, "/workload/targets/1"),
                bad(HEAD + "1\n5.0\n", 422, "/workload/targets/1"),
                bad(HEAD + "1\n2 3\n", 400, "/workload/targets/2"),
                bad(HEAD + "1\n2,\n3\n", 400, "/workload/targets/1"),
                bad(HEAD + "1],\"repeat\":[2\n", 400, "/workload/targets/0"),
                bad(DOWNLOAD + "{\"url\":\n\"http://a/\"}", 400, "/workload/urls/0"),
                bad(HEAD + "1\n" + "9".repeat(3_000), 400, "/workload/targets/1"),
                bad(
                        DOWNLOAD + "{\"url\":\"http://a/\",\"x/~y\":[1]}",
                        422,
                        "/workload/urls/0/x~1~0y"),
                bad(DOWNLOAD + "\"http://a/\"\n{\"url\":7}", 422, "/workload/urls/1/url"),
                bad(
                        DOWNLOAD + "\"http://a/\"\n{\"url\":\"ftp://a\"}",
                        422,
                        "/workload/urls/1/url"));
    }

    private static Arguments bad(String body, int status, String pointer) {
        return Arguments.of("<" + Fields.shortened(body) + ">", body, status, pointer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void refusesABadLineNamingTheEntry(String shown, String body, int status, String pointer) {
        int before = api.coordinator.jobs.size();

        Answer answer = post(JOBS, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .as(answer.text())
                .containsExactly(pointer);
        assertThat(api.coordinator.jobs).hasSize(before);
    }

    @Test
    void namesTheLineThatIsBroken() {
        assertThat(post(JOBS, HEAD + "1\n2 3\n").text()).contains("line 3");
        assertThat(post(JOBS, HEAD + "1\n2]\n").text()).contains("line 3");
    }

    @Test
    void givesTheSameJobForTheSameKeyAndLines() {
        Answer first = post(JOBS, HEAD + "1\n2\n", "Idempotency-Key", "lines");
        Answer again = post(JOBS, HEAD + "1\n2\n", "Idempotency-Key", "lines");
        Answer other = post(JOBS, HEAD + "1\n3\n", "Idempotency-Key", "lines");

        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void comparisonsComeAsJsonOnly() {
        Answer answer = post("/api/v1/comparisons", HEAD + "1\n");

        assertThat(answer.status()).isEqualTo(415);
    }

    private static Record workload(Answer answer) {
        return api.coordinator.job(answer.json().get("id").textValue()).spec().workload();
    }

    private static Answer post(String path, String body, String... headers) {
        return api.send(
                HttpRequest.POST(path)
                        .withEntity(
                                HttpEntities.create(
                                        TestingApi.LINES, body.getBytes(StandardCharsets.UTF_8))),
                headers);
    }
}
