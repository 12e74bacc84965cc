package regatta.coordinator.schedule;

import java.util.function.IntFunction;
import regatta.coordinator.api.JobSpec;
import regatta.protocol.JobId;
import regatta.workload.Demand;

/**
 * What the schedule needs to know about a job.
 *
 * @param kind what a worker must be able to run, see {@link regatta.workload.Workload#ability}
 * @param pool the pool whose workers run it
 * @param tasks number of tasks, at least 1
 * @param slots the most slots that it may hold; 0 for all that the pool has for its demand
 * @param priority a higher one goes first
 * @param maxAttempts how many failures make a task fail for good
 * @param taskTimeoutNanos how long one attempt may run; 0 for no limit
 * @param perKey how many tasks of one limit key may be in flight; 0 for no limit
 * @param limitKey the limit key of the task at an index, such as the host that it shares with
 *     others; empty if it has none
 * @param retryForNanos how long a task may wait for a host that refuses it, or for a worker that is
 *     well; 0 if each refusal counts as a failure of the task
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
        long retryForNanos,
        boolean round) {
    public JobTerms {
        if (tasks < 1
                || slots < 0
                || maxAttempts < 1
                || taskTimeoutNanos < 0
                || perKey < 0
                || retryForNanos < 0) {
            throw new IllegalArgumentException("terms of job " + id + " are out of range");
        }
    }

    /**
     * Makes the terms of a job that is no round of a comparison and waits for hosts for the default
     * time.
     */
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
                JobSpec.RETRY_FOR.toNanos(),
                false);
    }
}
