package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/** How one attempt ended and where its time went. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Ended(int slot, int task, int attempt, Outcome outcome, Timings timings) {
    public Ended {
        Checks.slot(slot);
        Checks.task(task, attempt);
        Checks.there("outcome", outcome);
        Checks.there("timings", timings);
    }
}
