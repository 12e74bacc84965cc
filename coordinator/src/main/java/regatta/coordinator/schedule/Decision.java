package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * One thing that the schedule wants its caller to do. The caller carries out decisions in order.
 */
public sealed interface Decision {

    /**
     * A decision about one worker. It dispatches no attempts, asks the store for nothing and
     * acknowledges no report.
     */
    sealed interface AboutWorker extends Decision {}

    /**
     * Send attempts of one job to a worker.
     *
     * @param sequence number of this dispatch among those to this worker
     */
    record Run(WorkerId worker, long sequence, JobId job, List<Assignment> attempts)
            implements Decision {}

    /** One attempt and the slot that it goes to. */
    record Assignment(int slot, int task, int attempt, boolean confirmStart) {}

    /** Ask a worker to hand back unstarted attempts from the end of a slot's queue. */
    record Recall(WorkerId worker, JobId job, int slot, int count) implements AboutWorker {}

    /** Tell a worker to stop attempts. */
    record Cancel(WorkerId worker, JobAttempts attempts) implements AboutWorker {}

    /**
     * Keep the attempt counts of tasks that run again after a failure or a loss, or that are no
     * longer charged with a loss. They replace what the store kept of the same tasks before.
     *
     * <p>Only the acknowledgement of the worker's report waits until these counts are kept;
     * dispatch does not wait. If the coordinator dies before the counts are kept, the next
     * coordinator counts at worst one attempt of a task too few. To wait for a commit before each
     * dispatch would delay every retry. The worker repeats an unacknowledged outcome to the next
     * coordinator. That coordinator counts it, unless the task's next attempt already runs.
     */
    record Retry(JobId job, List<Retried> tasks) implements Decision {}

    /** Keep the settlements of a job's tasks, then show them. */
    record Settle(JobId job, List<Settlement> settlements) implements Decision {}

    /** Every task of the job is settled. This follows the last {@link Settle} of the job. */
    record AllSettled(JobId job) implements Decision {}

    /** A slot is written off, because its attempt still runs although it was told to stop. */
    record WriteOff(WorkerId worker, int slot, JobId job, int task) implements AboutWorker {}

    /**
     * Acknowledge a worker's reports up to this one, after every earlier {@link Retry} and {@link
     * Settle} is kept.
     */
    record Acknowledge(WorkerId worker, long report) implements Decision {}

    /** Tell a worker to drain. This is repeated until the worker's hello says that it drains. */
    record Drain(WorkerId worker) implements AboutWorker {}

    /**
     * A worker begins to rest (it gets no tasks for a while), because tasks failed by its fault. Or
     * a worker that rested is well again.
     *
     * @param restsBecause why it rests; empty once it is well
     */
    record Health(WorkerId worker, String restsBecause) implements AboutWorker {}

    /** A worker is lost: its lease ran out or its JVM ended. */
    record Lost(WorkerId worker, String how) implements AboutWorker {}
}
