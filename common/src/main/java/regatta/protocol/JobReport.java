package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One job's part of a report.
 *
 * @param started attempts that began to run and had not ended when the report was made
 * @param ended attempts that ended, in the order in which they ended in each slot
 * @param returned attempts handed back without having started
 * @param use what the worker's JVM used since it last said so; null in reports that follow another
 *     one at once
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

    /** A part that does not say what the JVM used. */
    public JobReport(
            JobId job, List<TaskAttempt> started, List<Ended> ended, List<TaskAttempt> returned) {
        this(job, started, ended, returned, null);
    }
}
