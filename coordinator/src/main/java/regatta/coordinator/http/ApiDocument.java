package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Route;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Makes the API's document (OpenAPI 3.1). The paths come from the routes, the schemas of workloads
 * come from the workloads' fields, and all other schemas, parameters and headers come from {@code
 * openapi.json}.
 */
final class ApiDocument {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern TAG = Pattern.compile("/api/v1/(\\w+).*");
    private static final List<Integer> OF_ALL = List.of(400, 403, 406, 500);
    private static final List<Integer> OF_BODIES = List.of(408, 413, 415, 422);
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private ApiDocument() {}

    static ObjectNode of(List<Route> routes, Workloads workloads) {
        ObjectNode document = components();
        describe(workloads, document.withObject("/components/schemas"));
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            String method = route.method().toLowerCase(Locale.ROOT);
            paths.withObjectProperty(route.path()).set(method, operation(route));
        }
        return document;
    }

    private static void describe(Workloads workloads, ObjectNode schemas) {
        ArrayNode kinds = schemas.withObject("/Workload").putArray("oneOf");
        for (Workload<?, ?, ?, ?> workload : workloads.sorted()) {
            String name = "Workload-" + workload.kind().replaceAll("[^A-Za-z0-9._-]", "_");
            schemas.set(name, FieldSchemas.schema(workload));
            kinds.addObject().put("$ref", "#/components/schemas/" + name);
        }
    }

    private static ObjectNode components() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks openapi.json");
            }
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode operation(Route route) {
        Operation operation = route.operation();
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("operationId", operation.name());
        out.put("summary", operation.summary());
        out.putArray("tags")
                .add(TAG.matcher(route.path()).replaceFirst("$1").replaceFirst("^/.*", "server"));
        if (route.scope().isPresent()) {
            out.putArray("security").addObject().putArray("bearer");
        }
        ArrayNode parameters = out.putArray("parameters");
        VARIABLE.matcher(route.path())
                .results()
                .forEach(variable -> parameters.add(variable(variable)));
        operation
                .parameters()
                .forEach(name ->
                        parameters.addObject().put("$ref", "#/components/parameters/" + name));
        if (route.readsBody()) {
            ObjectNode body = out.putObject("requestBody").put("required", true);
            content(body, "application/json", route.reads());
            if (operation.lines()) {
                content(body, Ndjson.MEDIA_TYPE, route.reads() + "Lines");
            }
        }
        ObjectNode responses = out.putObject("responses");
        operation.answers().forEach(answer -> answer(responses, route, answer));
        problems(route).forEach(status -> problem(responses, status));
        return out;
    }

    private static ObjectNode variable(MatchResult variable) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("name", variable.group(1)).put("in", "path").put("required", true);
        out.putObject("schema").put("type", "string");
        return out;
    }

    private static void answer(ObjectNode responses, Route route, Operation.Answer answer) {
        ObjectNode out = response(responses, answer.status());
        if (!answer.schema().isEmpty()) {
            content(out, mediaType(route.produces().getFirst()), answer.schema());
            route.produces().stream()
                    .skip(1)
                    .forEach(other -> content(out, mediaType(other), "Text"));
        }
        answer.headers().forEach(name -> header(out, name));
    }

    private static void problem(ObjectNode responses, int status) {
        ObjectNode out = response(responses, status);
        content(out, "application/problem+json", "Problem");
        if (status == TOO_MANY || status == UNAVAILABLE) {
            header(out, "Retry-After");
        }
        if (status == UNAUTHORIZED) {
            header(out, "WWW-Authenticate");
        }
    }

    private static ObjectNode response(ObjectNode responses, int status) {
        return responses
                .putObject(String.valueOf(status))
                .put("description", StatusCodes.get(status).reason());
    }

    private static void content(ObjectNode out, String mediaType, String schema) {
        out.withObjectProperty("content")
                .putObject(mediaType)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }

    private static void header(ObjectNode out, String name) {
        out.withObjectProperty("headers")
                .putObject(name)
                .put("$ref", "#/components/headers/" + name);
    }

    private static String mediaType(String contentType) {
        MediaType type = ContentTypes.parse(contentType).mediaType();
        return type.mainType() + "/" + type.subType();
    }

    private static SortedSet<Integer> problems(Route route) {
        SortedSet<Integer> all = new TreeSet<>(OF_ALL);
        all.addAll(route.operation().problems());
        if (route.scope().isPresent()) {
            all.add(UNAUTHORIZED);
            all.add(TOO_MANY);
        }
        if (route.readsBody()) {
            all.addAll(OF_BODIES);
        }
        if (VARIABLE.matcher(route.path()).find()) {
            all.add(NOT_FOUND);
        }
        return all;
    }
}
