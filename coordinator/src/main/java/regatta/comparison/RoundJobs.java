package regatta.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskView;
import regatta.protocol.JobId;

/**
 * The part of the coordinator that rounds need. All methods wait for the answer, except {@link
 * #cancel} and {@link #discardFiles}.
 */
interface RoundJobs {
    SubmitReply submit(JobSpec job, IdempotencyKey key) throws InterruptedException;

    /**
     * Waits until a job ends, at most for {@code atMost}. Returns the job with its whole spec and
     * output; empty if the job was deleted.
     */
    Optional<JobView> await(JobId job, Duration atMost) throws InterruptedException;

    /** Returns the first thousand tasks of a job that have succeeded. */
    List<TaskView> succeeded(JobId job) throws InterruptedException;

    /** Returns the jobs that were accepted last, the newest first. */
    List<JobView> latest(int limit) throws InterruptedException;

    List<SlotUse> slotUse() throws InterruptedException;

    /** Returns a sample of an ended job's attempts. The coordinator then forgets this sample. */
    AttemptSample takeSample(JobId job) throws InterruptedException;

    void cancel(JobId job);

    /**
     * Deletes on all workers the files that a job's tasks wrote, as soon as no task of the job
     * runs.
     */
    void discardFiles(JobId job, String kind);
}
