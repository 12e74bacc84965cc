package regatta.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import regatta.http.Json;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Workload;

/** Makes JSON schemas from the fields that workloads declare. */
final class FieldSchemas {
    private static final String TYPE = "type";
    private static final String NULL = "null";

    private FieldSchemas() {}

    /**
     * Returns the schema of the object {@code workload} of a job. The schema describes both what
     * clients submit and what clients read.
     */
    static ObjectNode schema(Workload<?, ?, ?, ?> workload) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("description", workload.description());
        schema.put(TYPE, "object");
        ArrayNode required = schema.putArray("required").add("kind");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("kind").put("const", workload.kind());
        object(workload.fields(), schema, required, properties);
        return schema;
    }

    private static void object(
            List<Field> fields, ObjectNode schema, ArrayNode required, ObjectNode properties) {
        for (Field field : fields) {
            if (field.required()) {
                required.add(field.name());
            }
            properties.set(field.name(), schema(field));
            if (field.type() instanceof FieldType.Entries) {
                properties
                        .putObject(field.name() + "Count")
                        .put(TYPE, "integer")
                        .put("readOnly", true)
                        .put("description", "How many there are, where only the first are shown.");
            }
        }
        schema.put("additionalProperties", false);
    }

    private static ObjectNode schema(Field field) {
        ObjectNode schema = schema(field.type());
        if (!field.required()) {
            schema = orNull(schema);
        }
        schema.put("description", field.help());
        JsonNode byDefault = FieldTexts.byDefault(field);
        if (!byDefault.isNull()) {
            schema.set("default", byDefault);
        }
        if (field.secret()) {
            schema.put("writeOnly", true);
        }
        return schema;
    }

    /**
     * Returns the schema changed so that it also allows null, because the field is not required.
     */
    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.has("anyOf")) {
            schema.withArray("anyOf").addObject().put(TYPE, NULL);
        } else {
            JsonNode type = schema.get(TYPE);
            schema.putArray(TYPE).add(type).add(NULL);
        }
        if (schema.has("enum")) {
            schema.withArray("enum").addNull();
        }
        return schema;
    }

    /** Returns the schema for values of the given type. */
    static ObjectNode schema(FieldType type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        switch (type) {
            case FieldType.Text(List<String> choices) -> {
                schema.put(TYPE, "string");
                if (!choices.isEmpty()) {
                    choices.forEach(schema.putArray("enum")::add);
                }
            }
            case FieldType.Whole(long least, long most) -> {
                schema.put(TYPE, "integer");
                if (least != Long.MIN_VALUE) {
                    schema.put("minimum", least);
                }
                if (most != Long.MAX_VALUE) {
                    schema.put("maximum", most);
                }
            }
            case FieldType.Decimal(double least, double most) -> {
                schema.put(TYPE, "number");
                if (Double.isFinite(least)) {
                    schema.put("minimum", least);
                }
                if (Double.isFinite(most)) {
                    schema.put("maximum", most);
                }
            }
            case FieldType.Flag() -> schema.put(TYPE, "boolean");
            case FieldType.Time _ -> schema.put(TYPE, "string").put("pattern", "^P");
            case FieldType.Entries(FieldType each, long least, long most) -> {
                schema.put(TYPE, "array").put("minItems", least).put("maxItems", most);
                schema.set("items", schema(each));
            }
            case FieldType.Group(List<Field> fields) -> {
                schema.put(TYPE, "object");
                ArrayNode required = schema.putArray("required");
                object(fields, schema, required, schema.putObject("properties"));
            }
            case FieldType.Named(FieldType each) ->
                    schema.put(TYPE, "object").set("additionalProperties", schema(each));
            case FieldType.Either(List<FieldType> types) ->
                    types.forEach(one -> schema.withArray("anyOf").add(schema(one)));
        }
        return schema;
    }
}
