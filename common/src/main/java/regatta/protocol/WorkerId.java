package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one worker for as long as its JVM lives. A worker that lost its connection and returns has
 * the same id. A worker that was started again has a new id.
 */
public record WorkerId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WorkerId {
        Checks.text("a worker id", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
