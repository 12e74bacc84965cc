package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.http.Fields;

class SubmitTest {
    private static final String JOBS = "/api/v1/jobs";
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
    void acceptsAJobAndSaysWhereItIs() {
        Answer answer =
                api.post(
                        JOBS,
                        """
                        {"workload": {"kind": "testing", "targets": [1, 2], "repeat": 3},
                         "mode": "cluster", "slots": 4, "name": "nightly", "maxAttempts": 5,
                         "taskTimeout": "PT10M", "priority": -10}
                        """);

        assertThat(answer.status()).isEqualTo(202);
        JsonNode job = answer.json();
        assertThat(answer.header("Location")).isEqualTo(JOBS + "/" + job.get("id").textValue());
        assertThat(job.get("state").textValue()).isEqualTo("QUEUED");
        assertThat(job.get("workload").toString())
                .isEqualTo("{\"kind\":\"testing\",\"targets\":[1,2],\"repeat\":3,\"word\":null}");
        JobSpec spec = api.coordinator.job(job.get("id").textValue()).spec();
        assertThat(spec.workload())
                .isEqualTo(
                        new TestingWorkload.Spec(List.of(BigInteger.ONE, BigInteger.TWO), 3, null));
        assertThat(spec.mode()).contains("cluster");
        assertThat(spec.slots()).hasValue(4);
        assertThat(spec.name()).isEqualTo("nightly");
        assertThat(spec.maxAttempts()).isEqualTo(5);
        assertThat(spec.taskTimeout()).contains(Duration.ofMinutes(10));
        assertThat(spec.priority()).isEqualTo(-10);
    }

    @Test
    void needsNothingButAWorkload() {
        HttpRequest untyped =
                HttpRequest.POST(JOBS)
                        .withEntity(
                                HttpEntities.create(
                                        ContentTypes.APPLICATION_OCTET_STREAM,
                                        "{\"workload\":{\"kind\":\"testing\",\"targets\":[]}}"
                                                .getBytes(StandardCharsets.UTF_8)));

        Answer answer = api.send(untyped);

        assertThat(answer.status()).isEqualTo(202);
        JobSpec spec = api.coordinator.job(answer.json().get("id").textValue()).spec();
        assertThat(spec.mode()).isEmpty();
        assertThat(spec.slots()).isEmpty();
        assertThat(spec.name()).isEmpty();
        assertThat(spec.maxAttempts()).isEqualTo(3);
        assertThat(spec.taskTimeout()).isEmpty();
        assertThat(spec.priority()).isZero();
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                bad("", 400, ""),
                bad(" \n", 400, ""),
                bad("nothing like JSON", 400, ""),
                bad("{\"workload\":", 400, "/workload"),
                bad("{\"slots\":1,\"slots\":2}", 400, "/slots"),
                bad(job("") + "{}", 400, ""),
                bad("{\"workload\":" + "[".repeat(40), 400, "/workload" + "/0".repeat(31)),
                bad("{\"slots\":" + "9".repeat(1_000_000) + "}", 400, "/slots"),
                bad(targets("9".repeat(1_000_000)), 400, "/workload/targets/0"),
                bad("[]", 422, ""),
                bad("7", 422, ""),
                bad("{}", 422, "/workload"),
                bad("{\"workload\":[]}", 422, "/workload"),
                bad("{\"workload\":{}}", 422, "/workload/kind"),
                bad("{\"workload\":{\"kind\":7}}", 422, "/workload/kind"),
                bad("{\"workload\":{\"kind\":\"nope\"}}", 422, "/workload/kind"),
                bad("{\"workload\":{\"kind\":\"testing\"}}", 422, "/workload"),
                bad(targets("1" + "0".repeat(1000)), 422, "/workload/targets/0"),
                bad(targets("1, 5.0"), 422, "/workload/targets/1"),
                bad(targets("\"5\""), 422, "/workload/targets/0"),
                bad(targets("1e1000"), 422, "/workload/targets/0"),
                bad(targets("1").replace("]", "],\"repeat\":99999999999"), 422, "/workload/repeat"),
                bad(targets("{}"), 422, "/workload/targets/0"),
                bad(targets("1],\"repeat\":[2"), 422, "/workload/repeat"),
                bad(targets("1],\"repeat\":13,\"word\":[\"x\""), 422, "/workload/word"),
                bad(targets("1").replace("]", "],\"word\":5"), 422, "/workload/word"),
                bad(targets("1").replace("]", "],\"repeat\":13"), 422, "/workload"),
                bad(targets("1").replace("]", "],\"x/~y\":1"), 422, "/workload/x~1~0y"),
                bad(job(",\"priorty\":1"), 422, "/priorty"),
                bad(job(",\"slots\":0"), 422, "/slots"),
                bad(job(",\"slots\":4097"), 422, "/slots"),
                bad(job(",\"slots\":\"4\""), 422, "/slots"),
                bad(job(",\"slots\":4.0"), 422, "/slots"),
                bad(job(",\"slots\":99999999999999999999"), 422, "/slots"),
                bad(job(",\"mode\":\"warp\""), 422, "/mode"),
                bad(job(",\"mode\":1"), 422, "/mode"),
                bad(job(",\"maxAttempts\":0"), 422, "/maxAttempts"),
                bad(job(",\"maxAttempts\":101"), 422, "/maxAttempts"),
                bad(job(",\"priority\":11"), 422, "/priority"),
                bad(job(",\"priority\":-11"), 422, "/priority"),
                bad(job(",\"taskTimeout\":\"PT0S\""), 422, "/taskTimeout"),
                bad(job(",\"taskTimeout\":\"-PT1S\""), 422, "/taskTimeout"),
                bad(job(",\"taskTimeout\":\"P31D\""), 422, "/taskTimeout"),
                bad(job(",\"taskTimeout\":\"ten\""), 422, "/taskTimeout"),
                bad(job(",\"taskTimeout\":10"), 422, "/taskTimeout"),
                bad(job(",\"name\":\"" + "n".repeat(201) + "\""), 422, "/name"),
                bad(job(",\"name\":\"a\\u001bb\""), 422, "/name"),
                bad(job(",\"name\":\"a\\nb\""), 422, "/name"),
                bad(job(",\"name\":\"\\ud800\""), 422, "/name"));
    }

    private static Arguments bad(String body, int status, String pointer) {
        return Arguments.of("<" + Fields.shortened(body) + ">", body, status, pointer);
    }

    private static String job(String more) {
        return "{\"workload\":{\"kind\":\"testing\",\"targets\":[1]}" + more + "}";
    }

    private static String targets(String targets) {
        return "{\"workload\":{\"kind\":\"testing\",\"targets\":[" + targets + "]}}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void refusesABadBodyNamingTheField(String shown, String body, int status, String pointer) {
        int before = api.coordinator.jobs.size();
        long start = System.nanoTime();

        Answer answer = api.post(JOBS, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .as(answer.text())
                .containsExactly(pointer);
        assertThat(answer.text().length()).isLessThan(2_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(api.coordinator.jobs).hasSize(before);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Answer answer =
                api.post(
                        JOBS,
                        """
                        {"workload": {"kind": "testing", "targets": [1, 2000, 3000], "a": [{}]},
                         "mode": "warp", "slots": 0, "nmae": "x", "priority": 99}
                        """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/workload/a",
                        "/workload/targets/1",
                        "/workload/targets/2",
                        "/mode",
                        "/slots",
                        "/nmae",
                        "/priority");
    }

    @Test
    void saysWhatThereIsInsteadOfWhatThereIsNot() {
        String kinds =
                api.post(JOBS, "{\"workload\":{\"kind\":\"nope\"}}")
                        .json()
                        .get("detail")
                        .textValue();
        String modes = api.post(JOBS, job(",\"mode\":\"warp\"")).json().get("detail").textValue();

        assertThat(kinds).contains("\"nope\"", "testing");
        assertThat(modes).contains("\"warp\"", "batch, cluster");
    }

    @Test
    void givesTheSameJobForTheSameKeyHoweverTheBodyIsWritten() {
        Answer first = api.post(JOBS, job(",\"slots\":1,\"priority\":2"), "Idempotency-Key", "k1");
        Answer again =
                api.post(JOBS, job(", \"priority\": 2, \"slots\": 1"), "Idempotency-Key", "k1");
        Answer other = api.post(JOBS, job(",\"slots\":2,\"priority\":2"), "Idempotency-Key", "k1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        Answer answer = api.post(JOBS, job(""), "Idempotency-Key", "k".repeat(256));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Idempotency-Key");
    }

    @Test
    void refusesWhatIsNotJson() {
        HttpRequest form =
                HttpRequest.POST(JOBS)
                        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, job("")));

        Answer answer = api.send(form);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"full, 429", "busy, 503"})
    void saysWhenToTryAgainWhileThereIsNoRoom(String name, int status) {
        Answer answer = api.post(JOBS, job(",\"name\":\"%s\"".formatted(name)));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'word': 12345678   | a number",
                "'word': true       | true or false",
                "'word': 0.12345678 | a number",
                "'repeat': 'secret' | must be an integer",
                "'repeat': secret   | Unrecognized token",
            })
    void neverRepeatsAValueOfTheWrongType(String field, String named) {
        String body = targets("1], %s, 'more': [".formatted(field)).replace('\'', '"');

        Answer answer = api.post(JOBS, body);

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.text()).contains(named).doesNotContain("12345678", "secret");
    }

    @Test
    void givesAKindThatAllowsOneAttemptJustOne() {
        String counter = "{\"workload\": {\"kind\": \"shared-counter\", \"tasks\": 1}%s}";

        Answer plain = api.post(JOBS, counter.formatted(""));
        Answer twice = api.post(JOBS, counter.formatted(", \"maxAttempts\": 2"));

        assertThat(plain.status()).as(plain.text()).isEqualTo(202);
        assertThat(twice.status()).as(twice.text()).isEqualTo(422);
        assertThat(twice.json().at("/errors/0/pointer").textValue()).isEqualTo("/maxAttempts");
    }

    @Test
    void boundsTheNumberOfValues() {
        Answer answer = api.post(JOBS, targets("1,".repeat(2_000_000) + "1"));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void boundsTheFieldsOfAnObject() {
        String fields =
                IntStream.range(0, 1_100)
                        .mapToObj("\"f%d\":1"::formatted)
                        .collect(Collectors.joining(","));

        assertThat(api.post(JOBS, "{" + fields + "}").status()).isEqualTo(400);
        assertThat(api.post(JOBS, targets("{" + fields + "}")).status()).isEqualTo(400);
    }

    @Test
    void saysWhatIsKnownWhileNobodyCanTellWhetherAJobIsAccepted() {
        Answer alone = api.post(JOBS, job(",\"name\":\"slow\""));
        Answer keyed = api.post(JOBS, job(",\"name\":\"slow\""), "Idempotency-Key", "k");

        assertThat(alone.status()).isEqualTo(503);
        assertThat(alone.header("Location")).isEqualTo(JOBS + "/0123456789abcdef");
        assertThat(alone.json().get("detail").textValue())
                .contains("may be accepted", "ask with GET /api/v1/jobs/0123456789abcdef");
        assertThat(keyed.status()).isEqualTo(503);
        assertThat(keyed.header("Location")).isEmpty();
        assertThat(keyed.json().get("detail").textValue())
                .contains("may be accepted", "with the same Idempotency-Key");
        assertThat(List.of(alone, keyed))
                .allSatisfy(answer -> {
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                    assertThat(answer.json().get("type").textValue())
                            .isEqualTo("urn:regatta:problem:outcome-unknown");
                });
    }

    @Test
    void takesUpWhatFailedOfAJob() {
        String id = api.post(JOBS, job("")).json().get("id").textValue();
        String retry = "{\"retryFailed\":\"%s\",\"slots\":2}".formatted(id);

        assertThat(api.post(JOBS, retry).status()).isEqualTo(409);
        api.coordinator.succeed(
                api.coordinator.job(id).id(), new TestingWorkload.Echo(List.of("1")));
        assertThat(api.post(JOBS, retry).status()).isEqualTo(202);
        assertThat(api.coordinator.retries)
                .hasEntrySatisfying(id, settings -> assertThat(settings.slots()).isEqualTo(2));
        assertThat(api.post(JOBS, "{\"retryFailed\":\"none\"}").status()).isEqualTo(422);
        assertThat(api.post(JOBS, job(",\"retryFailed\":\"" + id + "\"")).status()).isEqualTo(422);
    }
}
