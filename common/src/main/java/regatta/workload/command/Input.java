package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task gets: in JSON a string, or an array of strings for a combination of several.
 *
 * @param values at least one
 */
public record Input(List<String> values) {
    public Input {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("must have at least one string");
        }
        values = List.copyOf(values);
    }

    /** An input of one value. */
    public static Input of(String value) {
        return new Input(List.of(value));
    }

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException when it is neither
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Input read(Object form) {
        List<String> values = new ArrayList<>();
        for (Object each : form instanceof List<?> list ? list : List.of(form)) {
            if (!(each instanceof String text)) {
                throw new IllegalArgumentException("must be a string or an array of strings");
            }
            values.add(text);
        }
        return new Input(values);
    }

    /** Writes the short form of a single value. */
    @JsonValue
    Object form() {
        return values.size() == 1 ? values.getFirst() : values;
    }

    /** The values with a space between them. */
    @Override
    public String toString() {
        return String.join(" ", values);
    }
}
