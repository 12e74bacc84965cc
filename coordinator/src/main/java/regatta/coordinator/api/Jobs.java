package regatta.coordinator.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.JobId;

/**
 * The jobs of a coordinator. Routes, comparisons and tests use this interface instead of the
 * coordinator's actor.
 *
 * <p>Safe from any thread. If the coordinator does not answer in time, a stage fails with a {@link
 * java.util.concurrent.TimeoutException}, but the coordinator may still carry out the request. The
 * stage of a submission never fails with this exception, but answers {@link SubmitReply.Unknown}.
 * An empty answer means that there is no job with this id.
 */
public interface Jobs {

    /**
     * Submits a job. If the job is accepted, the answer comes once the job is kept.
     *
     * @param spec a spec without violations, whose mode exists
     * @param bytes about how many bytes of memory the job's spec takes until the job ends
     */
    CompletionStage<SubmitReply> submit(JobSpec spec, long bytes, Optional<IdempotencyKey> key);

    /**
     * Submits a job that runs only the failed tasks of an ended job.
     *
     * @param settings the settings that replace settings of the ended job
     * @param submitter the name of the token that the request has; null if the request has no token
     */
    CompletionStage<SubmitReply> retryFailed(
            JobId of,
            JobSettings settings,
            @Nullable String submitter,
            Optional<IdempotencyKey> key);

    /**
     * Finds a job. If the job's spec or output has a long list, the job shows a {@link Cut} in
     * place of this spec or output.
     */
    CompletionStage<Optional<JobView>> find(JobId id);

    /** Finds a job with its whole spec and its whole output, however long. */
    CompletionStage<Optional<JobView>> whole(JobId id);

    /**
     * Waits at most {@code atMost} for a job's end, and returns the job as it is after the wait.
     */
    CompletionStage<Optional<JobView>> await(JobId id, Duration atMost);

    /**
     * Shows a job to {@code to} now, then after each change but at most ten times a second, and
     * last the job's end. If there is no job with this id, shows nothing.
     *
     * @param to is called by one thread at a time and must not block
     */
    Watch watch(JobId id, Consumer<JobView> to);

    /** Lists at most {@code limit} jobs, newest first. */
    CompletionStage<JobPage> list(JobFilter filter, int limit);

    /** Lists at most {@code limit} tasks of a job, in the order of their indexes. */
    CompletionStage<Optional<TaskPage>> tasks(JobId id, TaskFilter filter, int limit);

    /**
     * Returns when and where the settled tasks of a job ran: the last attempt of each task, or a
     * random sample of these attempts.
     */
    CompletionStage<Optional<AttemptSample>> timeLine(JobId id);

    /** Finds the file that a task left, and the workers that may have it. */
    CompletionStage<Optional<LeftFile.Lookup>> file(JobId id, int task);

    /**
     * Cancels a job, unless the job has ended. If the job's end is not kept within two seconds, the
     * answer shows the job as it is after two seconds.
     */
    CompletionStage<Optional<JobView>> cancel(JobId id);

    /**
     * Deletes a job that ended, with its settlements and its idempotency key, but not the files
     * that its tasks left.
     */
    CompletionStage<Deletion> delete(JobId id);

    /**
     * Deletes the files that tasks of a job left, at every worker, once no task of the job runs.
     */
    void discardFiles(JobId id, String kind);

    /**
     * Returns how much of each worker's slot time went to jobs that are no rounds of a comparison.
     */
    CompletionStage<List<SlotUse>> slotUse();

    /**
     * Returns the sample of attempts of an ended round of a comparison. Only the first call for a
     * round gets the sample, and only soon after the round's end.
     */
    CompletionStage<AttemptSample> takeSample(JobId round);
}
