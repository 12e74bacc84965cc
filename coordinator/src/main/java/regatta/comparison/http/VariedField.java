package regatta.comparison.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import regatta.http.Json;
import regatta.workload.Field;
import regatta.workload.FieldType;

/** Converts the values of varied fields, which arrive as texts, to the types of these fields. */
final class VariedField {
    private static final String WORKLOAD = "workload.";
    private static final ObjectReader VALUES =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Field> fields;

    /**
     * Creates a converter for the fields of one workload. If the workload does not define a field,
     * each text becomes a JSON value such as a number, or becomes a string if the text is not JSON.
     */
    VariedField(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** Returns the fields along a path such as {@code perHost} or {@code workload.source.file}. */
    private List<Field> way(String path) {
        String within = path.startsWith(WORKLOAD) ? path.substring(WORKLOAD.length()) : path;
        List<Field> way = new ArrayList<>();
        List<Field> level = fields;
        for (String step : within.split("\\.", -1)) {
            Optional<Field> found =
                    level.stream().filter(field -> field.name().equals(step)).findFirst();
            found.ifPresent(way::add);
            level = found.map(VariedField::below).orElse(List.of());
        }
        return way;
    }

    private static List<Field> below(Field field) {
        return field.type() instanceof FieldType.Group(List<Field> inner) ? inner : List.of();
    }

    /** Returns the field at the end of a path; empty if the workload does not define the field. */
    private Optional<Field> find(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        List<Field> way = way(path);
        return way.isEmpty() || !way.getLast().name().equals(last)
                ? Optional.empty()
                : Optional.of(way.getLast());
    }

    /** Returns whether the values of a field must not appear in the labels of arms. */
    boolean isSecret(String path) {
        return way(path).stream().anyMatch(Field::secret);
    }

    /** Returns whether a value may be an array of entries that may appear in the labels of arms. */
    boolean isList(String path) {
        return find(path)
                .filter(field ->
                        field.type() instanceof FieldType.Entries list && isPlain(list.each()))
                .isPresent();
    }

    private static boolean isPlain(FieldType type) {
        return switch (type) {
            case FieldType.Text _,
                    FieldType.Whole _,
                    FieldType.Decimal _,
                    FieldType.Flag _,
                    FieldType.Time _ ->
                    true;
            case FieldType.Entries _, FieldType.Group _, FieldType.Named _, FieldType.Either _ ->
                    false;
        };
    }

    /**
     * Converts a text to a value as the job contains the value. The text {@code null} omits an
     * optional field.
     */
    JsonNode value(String path, String text) {
        Field field = find(path).orElse(null);
        return field == null || (!field.required() && text.equals("null"))
                ? json(text)
                : value(field.type(), text);
    }

    private static JsonNode value(FieldType type, String text) {
        return switch (type) {
            case FieldType.Text _, FieldType.Time _ -> JsonNodeFactory.instance.textNode(text);
            case FieldType.Whole _,
                    FieldType.Decimal _,
                    FieldType.Flag _,
                    FieldType.Group _,
                    FieldType.Named _ ->
                    json(text);
            case FieldType.Either(List<FieldType> types) -> value(types.getFirst(), text);
            case FieldType.Entries(FieldType each, long _, long _) -> list(each, text);
        };
    }

    /**
     * Converts a text to a list. If the text is not a JSON array, the text becomes the only entry
     * of the list.
     */
    private static JsonNode list(FieldType each, String text) {
        return isPlain(each) && json(text) instanceof ArrayNode all
                ? all
                : JsonNodeFactory.instance.arrayNode().add(value(each, text));
    }

    /**
     * Returns the JSON value of a text, such as a number or {@code true}. A text that is not JSON
     * becomes a string.
     */
    private static JsonNode json(String text) {
        try {
            return VALUES.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
