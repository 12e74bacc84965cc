package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A spec or output with a long list, as it is shown: with the list's first entries and its length.
 * It replaces a record that the reader does not need whole.
 *
 * @param shown a JSON object that callers must not change
 * @param answer the few lines that tell a person what the output is, see {@link
 *     regatta.workload.Workload#answer}; empty for a spec
 */
public record Cut(@JsonValue JsonNode shown, List<String> answer) {
    public Cut {
        answer = List.copyOf(answer);
    }
}
