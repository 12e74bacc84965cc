package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/** Attempts of one job that a worker holds: queued, running, or ended and not yet acknowledged. */
public record HeldAttempts(JobId job, List<Held> attempts) {
    public HeldAttempts {
        Checks.there("job", job);
        attempts = Checks.all("attempts", attempts);
    }

    /**
     * One held attempt. The worker holds an ended attempt until the coordinator acknowledges the
     * report that lists the attempt.
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Held(int slot, int task, int attempt, State state) {
        public Held {
            Checks.there("state", state);
        }
    }

    /** The state of a held attempt. */
    public enum State {
        QUEUED,
        RUNNING,
        ENDED
    }
}
