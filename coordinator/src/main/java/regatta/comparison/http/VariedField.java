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

/** Reads the values of fields that vary, which come as texts, as the type of each field says. */
final class VariedField {
    private static final String WORKLOAD = "workload.";
    private static final ObjectReader VALUES =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Field> fields;

    /** Of a workload's fields; a field that is not among them is read as JSON, or as a string. */
    VariedField(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The fields that a path such as {@code perHost} or {@code workload.source.file} names. */
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

    /** The field that a path ends at; empty where it leads beyond what the workload names. */
    private Optional<Field> find(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        List<Field> way = way(path);
        return way.isEmpty() || !way.getLast().name().equals(last)
                ? Optional.empty()
                : Optional.of(way.getLast());
    }

    /** Whether its values may not stand in the names of arms. */
    boolean isSecret(String path) {
        return way(path).stream().anyMatch(Field::secret);
    }

    /** Whether a value may be an array, whose entries may stand in the names of arms. */
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

    /** A value as it stands in a job; {@code null} leaves a field out that may be left out. */
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

    /** A value that is no array is a list of one entry. */
    private static JsonNode list(FieldType each, String text) {
        return isPlain(each) && json(text) instanceof ArrayNode all
                ? all
                : JsonNodeFactory.instance.arrayNode().add(value(each, text));
    }

    /** A number, {@code true} or anything else that is JSON is that; all else is a string. */
    private static JsonNode json(String text) {
        try {
            return VALUES.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
