package regatta.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import regatta.http.Json;
import regatta.workload.Field;
import regatta.workload.FieldType;

/** Describes in a few words what a workload's fields may hold. */
final class FieldTexts {
    private FieldTexts() {}

    static ArrayNode all(List<Field> fields) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        fields.forEach(field -> all.add(one(field)));
        return all;
    }

    private static ObjectNode one(Field field) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("name", field.name());
        out.put("type", type(field.type()));
        out.put("required", field.required());
        out.set("default", byDefault(field));
        out.put("secret", field.secret());
        out.put("help", field.help());
        return out;
    }

    /**
     * Returns a field's default value as a job would write it; a JSON null if the field has no
     * default.
     */
    static JsonNode byDefault(Field field) {
        return field.byDefault() instanceof Duration time
                ? Json.MAPPER.getNodeFactory().textNode(time.toString())
                : Json.MAPPER.valueToTree(field.byDefault());
    }

    static String type(FieldType type) {
        return switch (type) {
            case FieldType.Text(List<String> choices) ->
                    choices.isEmpty() ? "text" : "one of " + String.join(", ", choices);
            case FieldType.Whole(long least, long most) ->
                    "whole number"
                            + range(
                                    least == Long.MIN_VALUE ? "" : grouped(least),
                                    isOpen(most) ? "" : grouped(most));
            case FieldType.Decimal(double least, double most) ->
                    "number"
                            + range(
                                    Double.isFinite(least) ? String.valueOf(least) : "",
                                    Double.isFinite(most) ? String.valueOf(most) : "");
            case FieldType.Flag() -> "true or false";
            case FieldType.Time(Duration least, Duration most) ->
                    "duration" + range(least.toString(), most.toString());
            case FieldType.Entries(FieldType each, long least, long most) ->
                    "list of %s to %s, each %s"
                            .formatted(grouped(least), grouped(most), type(each));
            case FieldType.Group(List<Field> fields) ->
                    "object with "
                            + fields.stream().map(Field::name).collect(Collectors.joining(", "));
            case FieldType.Named(FieldType each) -> "object, each field " + type(each);
            case FieldType.Either(List<FieldType> types) ->
                    types.stream().map(FieldTexts::type).collect(Collectors.joining(" or "));
        };
    }

    /**
     * Returns whether {@code most} stands for no upper limit, which the largest values of an int
     * and of a long do.
     */
    private static boolean isOpen(long most) {
        return most == Integer.MAX_VALUE || most == Long.MAX_VALUE;
    }

    private static String range(String least, String most) {
        if (least.isEmpty() && most.isEmpty()) {
            return "";
        }
        if (most.isEmpty()) {
            return ", at least " + least;
        }
        return least.isEmpty() ? ", at most " + most : " from " + least + " to " + most;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
