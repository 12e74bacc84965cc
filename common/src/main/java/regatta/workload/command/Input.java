package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import regatta.workload.SignedUrl;

/**
 * The input of one task. In JSON an input is a string, or an array of strings if the input has
 * several values.
 *
 * @param values the values of the input, at least one
 */
public record Input(List<String> values) {
    public Input {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("must have at least one string");
        }
        values = List.copyOf(values);
    }

    /** Makes an input of one value. */
    public static Input of(String value) {
        return new Input(List.of(value));
    }

    /**
     * Reads a string or an array of strings.
     *
     * @throws IllegalArgumentException if the JSON is neither a string nor an array of strings
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

    /** Writes a single value as a string, and several values as an array. */
    @JsonValue
    @SignedUrl
    Object form() {
        return values.size() == 1 ? values.getFirst() : values;
    }

    /** Joins the values with spaces. */
    @Override
    public String toString() {
        return String.join(" ", values);
    }
}
