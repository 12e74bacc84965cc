package regatta.coordinator.schedule;

import java.util.function.IntFunction;
import regatta.coordinator.api.JobSpec;
import regatta.protocol.JobId;
import regatta.workload.Demand;

/**
 * The facts about a job that the schedule needs.
 *
 * @param kind the ability that a worker needs for the job's tasks, see {@link
 *     regatta.workload.Workload#ability}
 * @param pool the pool whose workers run the job
 * @param tasks number of tasks, at least 1
 * @param slots the largest number of slots that the job may hold; 0 for all slots of the pool that
 *     take tasks of the job's demand
 * @param priority a job with a higher priority gets slots first
 * @param maxAttempts how many failures make a task fail for good
 * @param taskTimeoutNanos how long one attempt may run; 0 for no limit
 * @param perKey how many of the job's tasks with the same limit key may be in flight at the same
 *     time; 0 for no limit
 * @param limitKey returns the limit key of the task with a given index. A limit key names something
 *     that several tasks share, such as a host. The key is empty if the task has none
 * @param retryForNanos how long a task may wait for a host that answers no task, or for a worker
 *     that does not rest; 0 if each refusal counts as a failure of the task
 * @param round whether the job is a round of a comparison. Jobs that are no rounds disturb a
 *     comparison when they hold slots
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
     * Makes the terms of a job that is no round of a comparison. A task of the job may wait for a
     * host as long as {@link JobSpec#RETRY_FOR} allows.
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
