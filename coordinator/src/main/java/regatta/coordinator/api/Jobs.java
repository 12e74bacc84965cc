package regatta.coordinator.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import regatta.protocol.JobId;

/**
 * The jobs of a coordinator, for everything beside it: routes, comparisons and tests use this and
 * never the coordinator's actor.
 *
 * <p>Safe from any thread. Every stage but those of submissions fails with a {@link
 * java.util.concurrent.TimeoutException} when the coordinator does not answer in time; it may have
 * heard the question all the same. A submission is answered with {@link SubmitReply.Unknown}. Empty
 * answers mean that there is no job of that id.
 */
public interface Jobs {

    /**
     * Accepts a job; answered once the job is kept.
     *
     * @param spec without violations, its mode exists
     * @param bytes about how much memory its spec takes until it ends
     */
    CompletionStage<SubmitReply> submit(JobSpec spec, long bytes, Optional<IdempotencyKey> key);

    /**
     * Accepts a job that does only what failed of one that ended, with all that its tasks need.
     *
     * @param settings replace those of the ended job
     */
    CompletionStage<SubmitReply> retryFailed(
            JobId of, JobSettings settings, Optional<IdempotencyKey> key);

    /** A job; a long list of its spec or output is {@link Cut}. */
    CompletionStage<Optional<JobView>> find(JobId id);

    /** A job with all of its spec and output, however long. */
    CompletionStage<Optional<JobView>> whole(JobId id);

    /** The job when it ended, or as it is after that time. */
    CompletionStage<Optional<JobView>> await(JobId id, Duration atMost);

    /**
     * Tells a job now and whenever it changed, at most ten times a second, and its end last; tells
     * nothing where there is no such job.
     *
     * @param to is called by one thread at a time and must not block
     */
    Watch watch(JobId id, Consumer<JobView> to);

    /** Jobs, newest first, at most {@code limit}. */
    CompletionStage<JobPage> list(JobFilter filter, int limit);

    /** Tasks of a job by index, at most {@code limit}. */
    CompletionStage<Optional<TaskPage>> tasks(JobId id, TaskFilter filter, int limit);

    /** The file that a task left, and who may have it. */
    CompletionStage<Optional<LeftFile.Lookup>> file(JobId id, int task);

    /**
     * Cancels a job; a job that ended stays as it is. The answer shows another state than an end
     * where the end could not be kept within two seconds.
     */
    CompletionStage<Optional<JobView>> cancel(JobId id);

    /** Deletes a job that ended, with its settlements and its key, but not its files. */
    CompletionStage<Deletion> delete(JobId id);

    /** Deletes the files that tasks of a job left, at every worker, once none of them runs. */
    void discardFiles(JobId id, String kind);

    /** How much of each worker's slot time went to jobs that are no rounds of a comparison. */
    CompletionStage<List<SlotUse>> slotUse();

    /** Attempts of a round of a comparison that ended. They can be had once, soon after its end. */
    CompletionStage<AttemptSample> takeSample(JobId round);
}
