package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import regatta.http.Fields;
import regatta.http.Json;

/**
 * The API's document as a server serves it. It holds exchanges to the document, more strictly than
 * a client may: a field that the document does not name is an error. Safe from any thread.
 */
public final class TestingDocument {
    private static final String IRI = "https://regatta.example/openapi.json";
    private static final String PROBLEM = "application/problem+json";
    private static final String SCHEMAS = "/components/schemas/";

    /** Statuses of requests that reach no route: Pekko HTTP's parser refuses them. */
    private static final Set<Integer> OF_PARSER = Set.of(400, 414, 431, 501, 505);

    private static final Map<String, TestingDocument> KNOWN = new ConcurrentHashMap<>();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final SchemaValidatorsConfig formats =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** The same one for the same text: schemas are compiled once. */
    public static TestingDocument of(String served) {
        return KNOWN.computeIfAbsent(served, TestingDocument::new);
    }

    private TestingDocument(String served) {
        document = json(served);
        closeObjects(document.at("/components/schemas"));
        schemas =
                JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        builder ->
                                builder.schemaLoaders(loaders ->
                                        loaders.schemas(Map.of(IRI, document.toString()))));
    }

    /**
     * What went over the wire.
     *
     * @param target path and query
     * @param sent the request's body; empty where that is no JSON
     * @param mediaType of the answer; empty where it has no body
     * @param header the answer's headers by name
     */
    public record Exchange(
            String method,
            String target,
            String sent,
            int status,
            String mediaType,
            Function<String, Optional<String>> header,
            String body) {
        private String path() {
            return target.replaceFirst("\\?.*", "");
        }

        @Override
        public String toString() {
            return "%s %s -> %d %s %s"
                    .formatted(method, target, status, mediaType, Fields.shortened(body));
        }
    }

    /** Fields of an object are all that it names, unless it says that there are others. */
    private static void closeObjects(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.get("properties") instanceof ObjectNode
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(TestingDocument::closeObjects);
    }

    JsonNode json() {
        return document;
    }

    /** Fails when the document does not allow this exchange. */
    public void check(Exchange exchange) {
        Optional<String> path =
                document.get("paths").properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(template -> matches(template, exchange.path()))
                        .findFirst();
        String method = exchange.method().replace("HEAD", "GET").toLowerCase(Locale.ROOT);
        JsonNode operation = document.get("paths").path(path.orElse("")).path(method);
        if (operation.isMissingNode()) {
            assertThat(exchange.status()).as("%s", exchange).isGreaterThanOrEqualTo(400);
            checkProblem(exchange);
            return;
        }
        String status = String.valueOf(exchange.status());
        JsonNode response = operation.get("responses").path(status);
        if (response.isMissingNode() && OF_PARSER.contains(exchange.status())) {
            checkProblem(exchange);
            return;
        }
        assertThat(response.isMissingNode())
                .as("the document names the status of %s", exchange)
                .isFalse();
        seen.add(method + " " + path.orElseThrow() + " " + status);
        response.path("headers")
                .fieldNames()
                .forEachRemaining(name ->
                        assertThat(exchange.header().apply(name))
                                .as("%s of %s", name, exchange)
                                .isPresent());
        if (!exchange.method().equals("HEAD")) {
            checkBody(exchange, response.path("content"));
        }
        if (exchange.status() < 400) {
            checkParameters(exchange, operation);
            JsonNode body = operation.at("/requestBody/content/application~1json/schema");
            if (!body.isMissingNode() && !exchange.sent().isEmpty()) {
                checkValue(exchange, body, json(exchange.sent()));
            }
        }
    }

    private static boolean matches(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] got = path.split("/", -1);
        boolean same = wanted.length == got.length;
        for (int i = 0; same && i < wanted.length; i++) {
            same = wanted[i].startsWith("{") || wanted[i].equals(got[i]);
        }
        return same;
    }

    private void checkProblem(Exchange exchange) {
        assertThat(exchange.mediaType()).as("%s", exchange).isEqualTo(PROBLEM);
        checkValue(exchange, ref("Problem"), json(exchange.body()));
    }

    private static ObjectNode ref(String schema) {
        return Json.MAPPER.createObjectNode().put("$ref", "#" + SCHEMAS + schema);
    }

    private void checkBody(Exchange exchange, JsonNode content) {
        if (content.isMissingNode()) {
            assertThat(exchange.body()).as("%s", exchange).isEmpty();
            return;
        }
        JsonNode schema = content.path(exchange.mediaType()).path("schema");
        assertThat(schema.isMissingNode())
                .as("the document names the media type of %s", exchange)
                .isFalse();
        JsonNode named = document.at(schema.get("$ref").textValue().substring(1));
        if (exchange.mediaType().endsWith("json") && !named.has("x-lines")) {
            checkValue(exchange, schema, json(exchange.body()));
        }
        if (named.has("x-lines")) {
            exchange.body()
                    .lines()
                    .forEach(line -> checkValue(exchange, named.get("x-lines"), json(line)));
        }
        if (named.has("x-events")) {
            checkEvents(
                    exchange, schema.get("$ref").textValue() + "/x-events/", named.get("x-events"));
        }
    }

    /** Comments begin with a colon. */
    private void checkEvents(Exchange exchange, String pointer, JsonNode events) {
        for (String event : exchange.body().split("\n\n", -1)) {
            List<String> lines = event.lines().filter(line -> !line.startsWith(":")).toList();
            if (lines.isEmpty()) {
                continue;
            }
            assertThat(lines).as("%s", exchange).hasSize(3);
            String name = lines.get(0).replaceFirst("^event: ", "");
            assertThat(lines.get(1)).as("%s", exchange).matches("id: \\d+");
            assertThat(events.has(name)).as("the document names event %s", name).isTrue();
            seen.add(pointer + name);
            checkValue(exchange, events.get(name), json(lines.get(2).replaceFirst("^data: ", "")));
        }
    }

    private void checkParameters(Exchange exchange, JsonNode operation) {
        String query = Optional.ofNullable(URI.create(exchange.target()).getRawQuery()).orElse("");
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String name = pair.replaceFirst("=.*", "");
            String value =
                    URLDecoder.decode(pair.replaceFirst("^[^=]*=?", ""), StandardCharsets.UTF_8);
            JsonNode parameter =
                    parameters(operation).stream()
                            .filter(one -> one.get("in").textValue().equals("query"))
                            .filter(one -> one.get("name").textValue().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("undocumented " + exchange));
            boolean number = parameter.at("/schema/type").asText().equals("integer");
            checkValue(
                    exchange,
                    parameter.get("schema"),
                    number ? json(value) : Json.MAPPER.valueToTree(value));
        }
    }

    private List<JsonNode> parameters(JsonNode operation) {
        return operation.get("parameters").valueStream().map(this::resolved).toList();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private void checkValue(Exchange exchange, JsonNode schema, JsonNode value) {
        assertThat(compiled(schema).validate(value)).as("%s", exchange).isEmpty();
        see(schema, "", value);
    }

    private JsonSchema compiled(JsonNode schema) {
        return compiled.computeIfAbsent(
                schema.toString(),
                text ->
                        schema.has("$ref") && schema.size() == 1
                                ? schemas.getSchema(
                                        SchemaLocation.of(IRI + schema.get("$ref").textValue()),
                                        formats)
                                : schemas.getSchema(
                                        SchemaLocation.of(IRI + "/" + compiled.size()),
                                        absolute(text),
                                        formats));
    }

    private static JsonNode absolute(String schema) {
        return json(schema.replace("\"#/", "\"" + IRI + "#/"));
    }

    /** Notes which fields of a schema a value has. */
    private void see(JsonNode schema, String pointer, JsonNode value) {
        if (schema.has("$ref")) {
            String target = schema.get("$ref").textValue();
            see(document.at(target.substring(1)), target, value);
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            for (int i = 0; i < schema.path(choice).size(); i++) {
                JsonNode branch = schema.get(choice).get(i);
                if (compiled(branch).validate(value).isEmpty()) {
                    see(branch, pointer + "/" + choice + "/" + i, value);
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (value.has(field.getKey())) {
                String own = pointer + "/properties/" + field.getKey();
                seen.add(own);
                see(field.getValue(), own, value.get(field.getKey()));
            }
        }
        if (schema.has("items")) {
            value.forEach(item -> see(schema.get("items"), pointer + "/items", item));
        }
        if (schema.path("additionalProperties").isObject()) {
            value.forEach(item ->
                    see(
                            schema.get("additionalProperties"),
                            pointer + "/additionalProperties",
                            item));
        }
    }

    /** Operations with their statuses, fields and events that no exchange has shown. */
    public SortedSet<String> unseen() {
        SortedSet<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                operation
                        .getValue()
                        .get("responses")
                        .fieldNames()
                        .forEachRemaining(status ->
                                all.add(operation.getKey() + " " + path.getKey() + " " + status));
            }
        }
        addFields("#/components/schemas", document.at("/components/schemas"), all);
        all.removeAll(seen);
        return all;
    }

    private static void addFields(String pointer, JsonNode schema, SortedSet<String> all) {
        for (Map.Entry<String, JsonNode> part : schema.properties()) {
            String own = pointer + "/" + part.getKey();
            if (part.getKey().equals("properties") || part.getKey().equals("x-events")) {
                part.getValue().fieldNames().forEachRemaining(name -> all.add(own + "/" + name));
            }
            addFields(own, part.getValue(), all);
        }
        for (int i = 0; i < schema.size() && schema.isArray(); i++) {
            addFields(pointer + "/" + i, schema.get(i), all);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
