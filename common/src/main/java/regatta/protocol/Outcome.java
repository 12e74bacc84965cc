package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How an attempt ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "s"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "f"),
    @JsonSubTypes.Type(value = Outcome.Cancelled.class, name = "c"),
})
public sealed interface Outcome {
    record Succeeded(Payload output) implements Outcome {
        public Succeeded {
            Checks.there("output", output);
        }
    }

    record Failed(Failure failure) implements Outcome {
        public Failed {
            Checks.there("failure", failure);
        }
    }

    /** The attempt stopped because the coordinator told the worker to stop it. */
    record Cancelled() implements Outcome {}
}
