package regatta.protocol;

import java.util.List;

/** Attempts of one job, in no particular order. */
public record JobAttempts(JobId job, List<TaskAttempt> attempts) {
    public JobAttempts {
        attempts = List.copyOf(attempts);
    }
}
