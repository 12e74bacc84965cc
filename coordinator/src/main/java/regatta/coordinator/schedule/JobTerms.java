package regatta.coordinator.schedule;

import java.util.function.IntFunction;
import regatta.protocol.JobId;
import regatta.workload.Demand;

/**
 * What the schedule needs to know of a job.
 *
 * @param pool the pool whose workers run it
 * @param tasks number of tasks, at least 1
 * @param slots the most slots that it may hold
 * @param priority a higher one goes first
 * @param maxAttempts the task fails for good with its failure number {@code maxAttempts}
 * @param taskTimeoutNanos how long one attempt may run; 0 for no limit
 * @param perKey how many tasks of one limit key may be in flight; 0 for no limit
 * @param limitKey the limit key of the task at an index, empty where it has no limit; asked only if
 *     {@code perKey} is not 0
 * @param round whether it is a round of a comparison, which the slot time of other jobs disturbs
 */
public record JobTerms(
        JobId id,
        String kind,
        String pool,
        int tasks,
        int slots,
        Demand demand,
        int priority,
        int maxAttempts,
        long taskTimeoutNanos,
        int perKey,
        IntFunction<String> limitKey,
        boolean round) {
    public JobTerms {
        if (tasks < 1 || slots < 1 || maxAttempts < 1 || taskTimeoutNanos < 0 || perKey < 0) {
            throw new IllegalArgumentException("terms of job " + id + " are out of range");
        }
    }

    /** The terms of a job that is no round of a comparison. */
    public JobTerms(
            JobId id,
            String kind,
            String pool,
            int tasks,
            int slots,
            Demand demand,
            int priority,
            int maxAttempts,
            long taskTimeoutNanos,
            int perKey,
            IntFunction<String> limitKey) {
        this(
                id,
                kind,
                pool,
                tasks,
                slots,
                demand,
                priority,
                maxAttempts,
                taskTimeoutNanos,
                perKey,
                limitKey,
                false);
    }
}
