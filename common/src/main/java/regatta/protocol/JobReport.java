package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a worker's report that is about one job.
 *
 * @param started attempts that began to run and had not ended when the report was made
 * @param ended attempts that ended, in the order in which they ended in each slot
 * @param returned attempts that the worker hands back without having started them
 * @param use what the worker's JVM used since the last report that stated a use for this job; null
 *     if the worker sent that report only a moment ago
 */
public record JobReport(
        JobId job,
        List<TaskAttempt> started,
        List<Ended> ended,
        List<TaskAttempt> returned,
        @Nullable JvmUse use) {
    public JobReport {
        Checks.there("job", job);
        started = Checks.all("started", started);
        ended = Checks.all("ended", ended);
        returned = Checks.all("returned", returned);
    }

    /** Creates the part of a report that does not say what the JVM used. */
    public JobReport(
            JobId job, List<TaskAttempt> started, List<Ended> ended, List<TaskAttempt> returned) {
        this(job, started, ended, returned, null);
    }
}
