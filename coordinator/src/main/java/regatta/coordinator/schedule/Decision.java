package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** What the schedule wants done; to be carried out in order. */
public sealed interface Decision {

    /** Something that concerns one worker and is neither dispatched, kept nor acknowledged. */
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
     * Tasks of a job are to run again after a failure or a loss, or a loss proved to be none; to be
     * kept, in place of what was kept of the same tasks.
     *
     * <p>Nothing waits for that but the acknowledgement of the report that it came with: should the
     * coordinator die before, the worst is that one attempt of a task is not counted, while a
     * commit before each dispatch would cost every retry its time. An outcome that was not
     * acknowledged is told to the next coordinator, which counts it then, unless the attempt that
     * follows runs already.
     */
    record Retry(JobId job, List<Retried> tasks) implements Decision {}

    /** Tasks of a job are settled for good; to be kept, then shown. */
    record Settle(JobId job, List<Settlement> settlements) implements Decision {}

    /** Every task of the job is settled; comes after the last {@link Settle} of that job. */
    record AllSettled(JobId job) implements Decision {}

    /** A slot is written off: its attempt ignores that it was told to stop. */
    record WriteOff(WorkerId worker, int slot, JobId job, int task) implements AboutWorker {}

    /**
     * Acknowledge a worker's reports up to this one once every {@link Retry} and {@link Settle}
     * before this is kept.
     */
    record Acknowledge(WorkerId worker, long report) implements Decision {}

    /** Tell a worker to drain; repeated until its hello says that it does. */
    record Drain(WorkerId worker) implements AboutWorker {}

    /**
     * A worker rests because tasks failed by its fault, or is well again.
     *
     * @param restsBecause empty once it is well
     */
    record Health(WorkerId worker, String restsBecause) implements AboutWorker {}

    /** A worker is lost: its lease ran out or its JVM ended. */
    record Lost(WorkerId worker, String how) implements AboutWorker {}
}
