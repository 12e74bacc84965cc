package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one worker for as long as its JVM lives: a worker that returns after a cut has the same id,
 * a worker that was started again has another.
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
