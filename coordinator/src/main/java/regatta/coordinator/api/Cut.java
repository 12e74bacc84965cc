package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A spec or output of which a long list is cut, so that only the list's first entries and its
 * length are shown. A cut replaces a record that the reader does not need whole.
 *
 * @param shown the cut spec or output, as a JSON object that callers must not change
 * @param answer the few lines that tell a person what the output is; see {@link
 *     regatta.workload.Workload#answer}; empty for a spec
 */
public record Cut(@JsonValue JsonNode shown, List<String> answer) {
    public Cut {
        answer = List.copyOf(answer);
    }
}
