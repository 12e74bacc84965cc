package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/** Attempts of one job that a worker holds: queued, running, or ended and not yet acknowledged. */
public record HeldAttempts(JobId job, List<Held> attempts) {
    public HeldAttempts {
        Checks.there("job", job);
        attempts = Checks.all("attempts", attempts);
    }

    /** One held attempt; {@code ended} until its report is acknowledged. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Held(int slot, int task, int attempt, State state) {
        public Held {
            Checks.there("state", state);
        }
    }

    /** Where a held attempt is. */
    public enum State {
        QUEUED,
        RUNNING,
        ENDED
    }
}
