package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A spec or an output with a long list, as it is shown: the list's first entries and its length. It
 * stands for a record that is not worth being read whole.
 *
 * @param shown an object; not to be changed
 * @param answer what people read of an output, a line each; empty of a spec
 */
public record Cut(@JsonValue JsonNode shown, List<String> answer) {
    public Cut {
        answer = List.copyOf(answer);
    }
}
