package regatta.protocol;

import java.util.List;

/** Attempts of one job, in no particular order. */
public record JobAttempts(JobId job, List<TaskAttempt> attempts) {
    public JobAttempts {
        Checks.there("job", job);
        attempts = Checks.all("attempts", attempts);
    }
}
