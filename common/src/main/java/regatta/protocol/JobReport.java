package regatta.protocol;

import java.util.List;

/**
 * One job's part of a report.
 *
 * @param started attempts that began to run and had not ended when the report was made
 * @param ended attempts that ended, in the order in which they ended in each slot
 * @param returned attempts handed back without having started
 */
public record JobReport(
        JobId job, List<TaskAttempt> started, List<Ended> ended, List<TaskAttempt> returned) {
    public JobReport {
        started = List.copyOf(started);
        ended = List.copyOf(ended);
        returned = List.copyOf(returned);
    }
}
