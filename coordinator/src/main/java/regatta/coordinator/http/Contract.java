package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** The API's document: a file, and a schema for each workload that this program has. */
final class Contract {
    private static final String SCHEMAS = "#/components/schemas/";

    private Contract() {}

    static byte[] of(Workloads workloads) {
        ObjectNode document = resource("openapi.json");
        ObjectNode schemas = document.withObject("/components/schemas");
        ArrayNode kinds = schemas.withObject("/Workload").putArray("oneOf");
        for (Workload<?, ?, ?, ?> workload : workloads.sorted()) {
            String name = name(workload.kind());
            schemas.set(name, FieldSchemas.schema(workload));
            kinds.addObject().put("$ref", SCHEMAS + name);
        }
        return Json.bytes(document);
    }

    /** Such as {@code Workload-sum-of-squares}: no schema of the file is named so. */
    private static String name(String kind) {
        return "Workload-" + kind.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static ObjectNode resource(String name) {
        try (InputStream in = Contract.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
