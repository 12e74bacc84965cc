package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * One action that the schedule asks its caller to take. The caller carries out decisions in the
 * sequence in which {@link Schedule} returns the decisions.
 */
public sealed interface Decision {

    /**
     * A decision about one worker that dispatches no attempts, asks the store for nothing and
     * acknowledges no report.
     */
    sealed interface AboutWorker extends Decision {}

    /**
     * Send attempts of one job to a worker.
     *
     * @param sequence the number of this dispatch among all dispatches to the worker
     */
    record Run(WorkerId worker, long sequence, JobId job, List<Assignment> attempts)
            implements Decision {}

    /**
     * One attempt and the slot that the attempt goes to.
     *
     * @param confirmStart whether the worker must report the attempt's start and wait for the
     *     acknowledgement before it runs the attempt
     */
    record Assignment(int slot, int task, int attempt, boolean confirmStart) {}

    /** Ask a worker to hand back unstarted attempts from the end of a slot's queue. */
    record Recall(WorkerId worker, JobId job, int slot, int count) implements AboutWorker {}

    /** Tell a worker to stop attempts. */
    record Cancel(WorkerId worker, JobAttempts attempts) implements AboutWorker {}

    /**
     * Keep the attempt counts of tasks that run again after a failure or a loss, or that are no
     * longer charged with a loss. The counts replace the counts that the store kept of the same
     * tasks before.
     *
     * <p>Dispatch does not wait until the counts are kept, because a wait for a commit would delay
     * every retry. Only the acknowledgement of the worker's report waits. So if the coordinator
     * dies before the counts are kept, the worker repeats the outcome to the next coordinator. The
     * next coordinator counts the outcome, unless the task's next attempt already runs. Then it
     * counts one attempt of the task too few.
     */
    record Retry(JobId job, List<Retried> tasks) implements Decision {}

    /** Keep the settlements of a job's tasks, and then show the settlements to clients. */
    record Settle(JobId job, List<Settlement> settlements) implements Decision {}

    /**
     * Every task of the job is settled. This decision follows the last {@link Settle} of the job.
     */
    record AllSettled(JobId job) implements Decision {}

    /**
     * A slot is written off: an attempt in the slot still runs although the worker was told to stop
     * the attempt. Until the attempt ends, the slot gets no attempts.
     */
    record WriteOff(WorkerId worker, int slot, JobId job, int task) implements AboutWorker {}

    /**
     * Acknowledge a worker's reports, after every earlier {@link Retry} and {@link Settle} is kept.
     *
     * @param report the number of the last report to acknowledge
     */
    record Acknowledge(WorkerId worker, long report) implements Decision {}

    /**
     * Tell a worker to drain. The schedule repeats this decision until a hello of the worker says
     * that the worker drains.
     */
    record Drain(WorkerId worker) implements AboutWorker {}

    /**
     * A worker begins to rest or is well again. If tasks fail by a worker's fault, the worker
     * rests: it gets no tasks for a while.
     *
     * @param restsBecause why the worker rests; empty if the worker is well again
     */
    record Health(WorkerId worker, String restsBecause) implements AboutWorker {}

    /** A worker is lost: its lease ran out or its JVM ended. */
    record Lost(WorkerId worker, String how) implements AboutWorker {}
}
