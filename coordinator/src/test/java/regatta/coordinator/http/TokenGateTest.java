package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.http.Route;
import regatta.http.auth.Scope;
import regatta.protocol.JobId;

/** Every route that is not for everybody wants a token with its scope. */
class TokenGateTest {
    private static final String AUTHORIZATION = "Authorization";
    private static final String ALL = "all-".repeat(8);
    private static final String READER = "read".repeat(8);
    private static final String SUBMITTER = "subm".repeat(8);

    private static final String JOB = "{\"workload\": {\"kind\": \"testing\", \"targets\": [1]}}";

    @TempDir private static Path folder;
    private static TestingApi api;

    @BeforeAll
    static void start() throws IOException {
        Path file = folder.resolve("tokens");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, ALL + "\n" + READER + " read\n" + SUBMITTER + " submit\n");
        api = new TestingApi("regatta.auth.token-file=\"" + file + "\"");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void lockEveryRouteButHealthTheDocumentAndThePage() {
        assertThat(api.router.routes())
                .filteredOn(route -> route.scope().isEmpty())
                .extracting(Route::path)
                .containsExactlyInAnyOrder(
                        "/openapi.json", "/health/live", "/health/ready", "/", "/page/{file}");
    }

    @Test
    void wantsATokenOnEveryOtherRoute() {
        for (Route route : locked()) {
            Answer without = send(route);
            Answer wrong = send(route, AUTHORIZATION, "Bearer " + "wrong".repeat(8));
            Answer basic = send(route, AUTHORIZATION, "Basic dTpw");

            assertThat(List.of(without, wrong, basic))
                    .as(route.toString())
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).isEqualTo(401);
                        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
                        assertThat(answer.header("WWW-Authenticate"))
                                .startsWith("Bearer realm=\"regatta\"");
                    });
            assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
        }
    }

    @Test
    void wantsTheScopeOfTheRoute() {
        for (Route route : locked()) {
            String weak = "Bearer " + (route.scope().get() == Scope.READ ? SUBMITTER : READER);

            Answer answer = send(route, AUTHORIZATION, weak);

            assertThat(answer.status()).as(route.toString()).isEqualTo(403);
            assertThat(answer.header("WWW-Authenticate"))
                    .contains("insufficient_scope", route.scope().get().word());
        }
    }

    @Test
    void letsATokenWithTheScopeThrough() {
        assertThat(api.get("/api/v1/modes", AUTHORIZATION, "Bearer " + READER).status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/modes", AUTHORIZATION, "bearer " + ALL).status())
                .isEqualTo(200);
    }

    /** A proxy could check another of them than this server. */
    @Test
    void takesNoRequestWithTwoTokens() {
        Answer answer =
                api.get(
                        "/api/v1/modes",
                        AUTHORIZATION,
                        "Bearer " + ALL,
                        AUTHORIZATION,
                        "Bearer " + "wrong".repeat(8));

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/health/live"})
    void letsEverybodyReadWhatIsForEverybody(String path) {
        assertThat(api.get(path).status()).isEqualTo(200);
    }

    @Test
    void letsATokenMakeOnlySoManyRequestsASecond() {
        try (TestingApi hasty =
                new TestingApi(
                        "regatta.auth.token-file=\"" + folder.resolve("tokens") + "\"",
                        "regatta.auth.requests-per-second=1")) {
            List<Answer> answers =
                    IntStream.range(0, 50)
                            .mapToObj(_ ->
                                    hasty.get("/api/v1/modes", AUTHORIZATION, "Bearer " + READER))
                            .toList();

            assertThat(answers.getFirst().status()).isEqualTo(200);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 429)
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotEmpty());
            assertThat(hasty.get("/api/v1/modes", AUTHORIZATION, "Bearer " + ALL).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsATokenHaveOnlyItsShareOfTheQueue() {
        for (int i = 0; i < TestingApi.MOST_COMPARISONS / 2; i++) {
            assertThat(compare(SUBMITTER).status()).isEqualTo(202);
        }

        Answer refused = compare(SUBMITTER);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.text()).contains("the token token-3 would exceed 10 unfinished");
        assertThat(compare(ALL).status()).isEqualTo(202);
    }

    @Test
    void saysWhoseAJobIs() {
        Answer first = api.post("/api/v1/jobs", JOB, AUTHORIZATION, "Bearer " + SUBMITTER);
        String id = first.json().get("id").textValue();
        assertThat(api.coordinator.job(id).spec().submitterOrNull()).isEqualTo("token-3");
        api.coordinator.succeed(new JobId(id), new TestingWorkload.Echo(List.of("1")));

        Answer again =
                api.post("/api/v1/jobs/" + id + "/retry", "", AUTHORIZATION, "Bearer " + ALL);
        String retried = again.json().get("id").textValue();

        assertThat(api.coordinator.job(retried).spec().submitterOrNull()).isEqualTo("token-1");
    }

    private static Answer compare(String token) {
        return api.post("/api/v1/comparisons", JOB, AUTHORIZATION, "Bearer " + token);
    }

    private static List<Route> locked() {
        return api.router.routes().stream().filter(route -> route.scope().isPresent()).toList();
    }

    private static Answer send(Route route, String... headers) {
        String path = route.path().replaceAll("\\{\\w+}", "1");
        return api.send(
                HttpRequest.create(path)
                        .withMethod(HttpMethods.lookup(route.method()).orElseThrow()),
                headers);
    }
}
