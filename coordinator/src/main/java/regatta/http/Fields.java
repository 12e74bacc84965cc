package regatta.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.workload.Violation;

/**
 * Reads the fields of one JSON object, and collects the errors. The reader never converts a value
 * to another type. A field that is null counts as absent.
 */
public final class Fields {
    private static final int SHOWN = 40;

    private final ObjectNode object;
    private final List<Violation> violations = new ArrayList<>();

    /** Reads an object. A field that is not among {@code known} is an error. */
    public Fields(ObjectNode object, Set<String> known) {
        this.object = object;
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        add(
                                "/" + escaped(shortened(name)),
                                "unknown field; the known ones are "
                                        + String.join(", ", known.stream().sorted().toList()));
                    }
                });
    }

    public Optional<String> text(String name) {
        JsonNode value = present(name);
        if (value != null && !value.isTextual()) {
            add("/" + name, name + " must be a string, not " + shown(value));
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    public OptionalInt integer(String name, int min, int max) {
        JsonNode value = present(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        if (!fits || value.intValue() < min || value.intValue() > max) {
            add(
                    "/" + name,
                    "%s must be an integer from %d to %d, not %s"
                            .formatted(name, min, max, shown(value)));
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.intValue());
    }

    /** Reads a positive duration, such as {@code PT10M}. */
    public Optional<Duration> duration(String name, Duration max) {
        return duration(name, max, false);
    }

    /** Reads a duration that may be zero, such as {@code PT10M} or {@code PT0S}. */
    public Optional<Duration> durationOrZero(String name, Duration max) {
        return duration(name, max, true);
    }

    private Optional<Duration> duration(String name, Duration max, boolean mayBeZero) {
        String value = text(name).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        Duration read = parsed(value);
        if (read == null
                || read.isNegative()
                || (read.isZero() && !mayBeZero)
                || read.compareTo(max) > 0) {
            add(
                    "/" + name,
                    "%s must be an ISO-8601 duration such as PT10M, %s and at most %s, not %s"
                            .formatted(
                                    name,
                                    mayBeZero ? "PT0S or longer" : "longer than 0",
                                    max,
                                    shown(object.get(name))));
            return Optional.empty();
        }
        return Optional.of(read);
    }

    public Optional<ObjectNode> object(String name) {
        JsonNode value = present(name);
        if (value instanceof ObjectNode found) {
            return Optional.of(found);
        }
        add(
                "/" + name,
                value == null
                        ? name + " is required"
                        : name + " must be an object, not " + shown(value));
        return Optional.empty();
    }

    public void add(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
    }

    public void addAll(List<Violation> more) {
        violations.addAll(more);
    }

    /**
     * Reports the errors, after all fields have been read.
     *
     * @throws ProblemException if there was an error
     */
    public void check() {
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    static @Nullable Duration parsed(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode()
                ? value.isArray() ? "an array" : "an object"
                : shortened(value.toString());
    }

    public static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Escapes the name of a field for a JSON pointer. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
