package regatta.comparison.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Arm.Variation;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.WorkerView;
import regatta.http.Fields;

/** Reads the fields of a comparison that define its arms. */
final class ArmFields {
    /**
     * Fields that {@code vary} must not name, because a comparison has a separate field with the
     * same meaning, or because the field is not part of a job.
     */
    private static final Set<String> NOT_VARIED =
            Set.of("mode", "modes", "slots", "workload", "kind", "workload.kind", "name");

    private static final int MAX_TEXT = 200;

    private final ObjectNode body;
    private final Fields fields;
    private final VariedField varied;

    ArmFields(ObjectNode body, Fields fields, VariedField varied) {
        this.varied = varied;
        this.body = body;
        this.fields = fields;
    }

    /**
     * Returns the modes that the body names. If the body names no modes, returns the modes that are
     * compared by default: all modes without a Pekko dispatcher, but a mode of worker nodes only if
     * a node of the mode has joined.
     */
    List<Mode> modes(List<Mode> all, List<WorkerView> workers) {
        ArrayNode list = array("modes", "an array of names of modes");
        if (list == null) {
            return all.stream()
                    .filter(mode -> mode.placement() != Mode.Placement.NODES || has(mode, workers))
                    .filter(mode -> !mode.dispatcher())
                    .toList();
        }
        Set<Mode> wanted = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode one = list.get(i);
            Optional<Mode> known =
                    all.stream().filter(mode -> mode.name().equals(one.textValue())).findFirst();
            known.ifPresent(wanted::add);
            if (known.isEmpty()) {
                fields.add(
                        "/modes/" + i,
                        "no mode %s; there are %s"
                                .formatted(
                                        Fields.shortened(one.toString()),
                                        all.stream()
                                                .map(Mode::name)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return List.copyOf(wanted);
    }

    /** Reads one number or an array of numbers; empty if the field is absent. */
    List<Integer> numbers(String name, int most) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            return fields.integer(name, 1, most).stream().boxed().toList();
        }
        ArrayNode list = array(name, "an integer or an array of them");
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            JsonNode one = list.get(i);
            boolean fits = one.isIntegralNumber() && one.canConvertToInt();
            if (!fits || one.intValue() < 1 || one.intValue() > most) {
                fields.add(
                        "/%s/%d".formatted(name, i),
                        "%s must be integers from 1 to %d, not %s"
                                .formatted(name, most, Fields.shortened(one.toString())));
            } else {
                numbers.add(one.intValue());
            }
        }
        return numbers;
    }

    /**
     * Reads {@code vary}, an object that gives fields of the job or its workload several values.
     */
    List<Variation> variations() {
        JsonNode value = body.get("vary");
        List<Variation> variations = new ArrayList<>();
        if (value == null || value.isNull()) {
            return variations;
        }
        if (!(value instanceof ObjectNode all)) {
            fields.add("/vary", "vary must be an object of fields with an array of values each");
            return variations;
        }
        for (Map.Entry<String, JsonNode> field : all.properties()) {
            String pointer = "/vary/" + Fields.escaped(Fields.shortened(field.getKey()));
            if (NOT_VARIED.contains(field.getKey())
                    || field.getKey().isBlank()
                    || field.getKey().length() > MAX_TEXT) {
                fields.add(
                        pointer,
                        "\"%s\" cannot vary; modes and slots have fields of their own"
                                .formatted(Fields.shortened(field.getKey())));
            } else if (varied.isSecret(field.getKey())) {
                fields.add(pointer, "cannot vary: the names of arms would show its values");
            } else if (!(field.getValue() instanceof ArrayNode values) || values.isEmpty()) {
                fields.add(pointer, "must be an array of values, one at least");
            } else {
                variation(field.getKey(), values, pointer).ifPresent(variations::add);
            }
        }
        return variations;
    }

    /**
     * Reads the values of a varied field as texts, as on the command line. A value that is not a
     * string is written as JSON.
     */
    private Optional<Variation> variation(String field, ArrayNode values, String pointer) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode value : values) {
            String shown = value.isArray() ? value.toString() : value.asText();
            String text = shown.strip();
            boolean list = text.startsWith("[") && varied.isList(field);
            boolean nested =
                    value.isContainerNode() || text.startsWith("{") || text.startsWith("[");
            if (nested && !list) {
                // Labels would show the value, and an object may contain credentials.
                fields.add(pointer, "values must be strings, numbers, true or false");
                return Optional.empty();
            }
            if (text.isEmpty() || text.length() > MAX_TEXT) {
                fields.add(pointer, "a value must have 1 to %d characters".formatted(MAX_TEXT));
                return Optional.empty();
            }
            texts.add(shown);
        }
        return Optional.of(new Variation(field, List.copyOf(texts)));
    }

    private @Nullable ArrayNode array(String name, String what) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value instanceof ArrayNode list && !list.isEmpty()) {
            return list;
        }
        fields.add("/" + name, name + " must be " + what + ", one at least");
        return null;
    }

    private static boolean has(Mode mode, List<WorkerView> workers) {
        return workers.stream()
                .anyMatch(worker ->
                        worker.pool().equals(mode.name())
                                && worker.state() == WorkerView.State.JOINED);
    }
}
