package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.http.Route;

/** The API's document is valid, and every operation refuses as the document says. */
class ApiDocumentTest {
    private static TestingApi api;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        String limits = "regatta.http { max-body = 1000, max-job-body = 1000 }";
        api = new TestingApi(limits);
        document = api.document.json();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void hasValidSchemas() {
        var draft =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(document.at("/components/schemas"))
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(draft.validate(schema)).isEmpty());
    }

    @Test
    void hasThePathsOfTheProbes() throws IOException {
        Path manifest = Path.of("..", "dist", "kubernetes", "coordinator.yaml");
        List<String> probes =
                Pattern.compile("httpGet: \\{path: ([^,]+)")
                        .matcher(Files.readString(manifest))
                        .results()
                        .map(each -> each.group(1))
                        .toList();

        assertThat(probes)
                .hasSize(3)
                .allMatch(path -> document.path("paths").path(path).has("get"));
    }

    @Test
    void resolvesEveryReference() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(document.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void namesEachOperationOnce() {
        assertThat(document.get("paths").findValuesAsText("operationId"))
                .hasSameSizeAs(api.router.routes())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void namesEveryState() {
        assertThat(document.at("/components/schemas/JobState/enum").valueStream())
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Stream.of(JobState.values()).map(Enum::name).toList());
        assertThat(document.at("/components/schemas/TaskState/enum").valueStream())
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(
                        Stream.of(TaskView.State.values()).map(Enum::name).toList());
    }

    @Test
    void namesTheParametersThatEachRouteTakes() {
        for (Route route : api.router.routes()) {
            if (route.path().startsWith("/api/")) {
                List<String> known =
                        parameters(route).stream()
                                .filter(one -> one.get("in").textValue().equals("query"))
                                .map(one -> one.get("name").textValue())
                                .toList();
                String detail =
                        ask(api, route, "?unknown=1", json("{}")).json().get("detail").textValue();
                assertThat(detail)
                        .isEqualTo(
                                known.isEmpty()
                                        ? "unknown parameter; this path has none"
                                        : "unknown parameter; the known ones are "
                                                + String.join(", ", known));
            }
        }
    }

    @Test
    void describesEveryWorkloadByItsFields() {
        JsonNode kinds = api.get("/api/v1/workloads").json().get("items");

        assertThat(kinds.findValuesAsText("kind"))
                .contains("testing", "sum-of-squares", "download");
        assertThat(document.at("/components/schemas/Workload/oneOf")).hasSameSizeAs(kinds);
        for (JsonNode kind : kinds) {
            String name = "Workload-" + kind.get("kind").asText();
            JsonNode schema = document.at("/components/schemas/" + name);
            assertThat(schema).as(name).isEqualTo(kind.get("schema"));
            assertThat(kind.get("fields"))
                    .isNotEmpty()
                    .allSatisfy(field ->
                            assertThat(schema.get("properties").has(field.get("name").asText()))
                                    .isTrue());
        }
    }

    private static List<JsonNode> parameters(Route route) {
        return operation(route)
                .get("parameters")
                .valueStream()
                .map(one ->
                        one.has("$ref")
                                ? document.at(one.get("$ref").textValue().substring(1))
                                : one)
                .toList();
    }

    private static JsonNode operation(Route route) {
        return document.get("paths").get(route.path()).get(route.method().toLowerCase(Locale.ROOT));
    }

    @Test
    void refusesEverywhereWhatTheDocumentSays() {
        for (Route route : api.router.routes()) {
            RequestEntity body = json("{}");
            assertThat(ask(api, route, "", body, "Sec-Fetch-Site", "cross-site").status())
                    .isEqualTo(403);
            assertThat(ask(api, route, "", body, "Accept", "image/png").status()).isEqualTo(406);
            if (route.path().contains("{")) {
                assertThat(ask(api, route, "", body).status()).as("%s", route).isEqualTo(404);
            }
        }
    }

    @Test
    void refusesBodiesAsTheDocumentSays() {
        Map<RequestEntity, Integer> refused =
                Map.of(
                        json("{"),
                        400,
                        json("{\"nothing\": \"%s\"}".formatted("x".repeat(1_000))),
                        413,
                        HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, "{}"),
                        415,
                        json("[]"),
                        422);
        for (Route route : api.router.routes()) {
            if (route.readsBody()) {
                refused.forEach((body, status) ->
                        assertThat(ask(api, route, "", body).status())
                                .as("%s", route)
                                .isEqualTo(status));
            }
        }
    }

    @Test
    void refusesBodiesThatDoNotEndAsTheDocumentSays() {
        RequestEntity endless =
                HttpEntities.createChunked(
                        ContentTypes.APPLICATION_JSON, Source.<ByteString>maybe());
        try (TestingApi hasty = new TestingApi("regatta.http.body-within = 50ms")) {
            for (Route route : hasty.router.routes()) {
                if (route.readsBody()) {
                    assertThat(ask(hasty, route, "", endless).status()).isEqualTo(408);
                }
            }
        }
    }

    @Test
    void isUnavailableWhereTheDocumentSaysSo() {
        try (TestingApi hasty = new TestingApi("regatta.http.answer-within = 50ms")) {
            hasty.coordinator.silent = true;
            for (Route route : hasty.router.routes()) {
                String body =
                        route.reads().equals("Pool")
                                ? "{\"workers\": 1}"
                                : "{\"workload\": {\"kind\": \"testing\", \"targets\": [1]}}";
                boolean said = operation(route).get("responses").has("503");
                if (route.path().equals("/api/v1/comparisons") && route.method().equals("GET")) {
                    // This list asks no coordinator. It is unavailable if too many wait for lists.
                    assertThat(said).isTrue();
                    continue;
                }
                assertThat(ask(hasty, route, "", json(body)).status() == 503)
                        .as("%s", route)
                        .isEqualTo(said);
            }
        }
    }

    private static RequestEntity json(String body) {
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, body);
    }

    /** Asks for something whose id could be one. */
    private static Answer ask(
            TestingApi asked, Route route, String query, RequestEntity body, String... headers) {
        String path = route.path().replace("{id}", "0123456789abcdef").replace("{index}", "0");
        HttpRequest request =
                HttpRequest.create(path + query)
                        .withMethod(HttpMethods.lookup(route.method()).orElseThrow());
        return asked.send(route.readsBody() ? request.withEntity(body) : request, headers);
    }
}
