package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/**
 * Keeps jobs, their settlements and their ends. Safe from any thread.
 *
 * <p>The store writes in the sequence of the calls. The stage that a call returns completes when
 * the write is kept: committed and synced. Reads see only what is kept.
 */
public interface JobStore extends AutoCloseable {

    /**
     * Returns the epoch of this opening of the store, which is greater than every earlier epoch.
     */
    long epoch();

    /**
     * Keeps a new job and gives it the next {@code order}. Fails with {@link
     * StoreException.Kind#FULL} when the disk has no space for the job.
     */
    CompletionStage<Acceptance> accept(Job job, Optional<IdempotencyKey> key);

    /**
     * Looks up an idempotency key. Returns the job that an earlier submission with the same key
     * made. If the earlier submission had another body, returns {@link Acceptance.KeyReused}.
     * Returns empty for a new key.
     */
    Optional<Acceptance> known(IdempotencyKey key);

    /**
     * Keeps the fact that this coordinator dispatches a job from now on. The first call sets the
     * job's start time. If the coordinator dies afterwards, the store counts the coordinator's
     * death against the job.
     */
    CompletionStage<Void> start(JobId job, Instant now);

    /**
     * Keeps the attempt counts of tasks that will run again, replacing earlier counts. The counts
     * of a task stay until the task is settled or the job ends. Does nothing for a job that has
     * ended.
     */
    CompletionStage<Void> retry(JobId job, List<Retried> tasks);

    /** Keeps settlements of one job. Does nothing for a job that has ended. */
    CompletionStage<Void> settle(JobId job, List<Settlement> settlements);

    /** Keeps a job's end. */
    CompletionStage<Void> end(JobEnd end);

    /**
     * Deletes a job that has ended, and the job's idempotency key. Files of the job's tasks stay.
     * Fails with {@link StoreException.Kind#FULL} while the store cannot write.
     */
    CompletionStage<Deletion> delete(JobId job);

    /**
     * Returns why the store cannot write now; empty while writes succeed. While the store cannot
     * write, settlements and ends of jobs wait, and the store immediately refuses new jobs, new
     * comparisons and deletions.
     */
    Optional<String> unwritable();

    /**
     * Returns how many settlements and retried tasks wait to be kept. When too many settlements and
     * tasks wait, the caller pauses dispatch.
     */
    int backlog();

    /**
     * Reads the jobs that earlier coordinators accepted and that have not ended, oldest first. Call
     * this method before the first write.
     */
    List<Recovered> unfinished();

    /** Finds a job. If the job has ended, a spec or output with a long list is {@link Cut}. */
    Optional<JobView> find(JobId id);

    /** Finds a job with its whole spec and output, however long. */
    Optional<JobView> whole(JobId id);

    /**
     * Lists at most {@code limit} jobs that match a filter, newest first, in the form that {@link
     * #find} returns. If a job has not ended, the list shows the job as it was accepted.
     */
    List<JobView> list(JobFilter filter, int limit);

    /**
     * Returns the settlements of the {@code limit} tasks from index {@code from} on, sorted by
     * task. Tasks without a settlement are left out.
     */
    List<Settlement> page(JobId id, int from, int limit);

    /**
     * Returns at most {@code limit} settlements of failed tasks from index {@code from} on, sorted
     * by task.
     */
    List<Settlement> failed(JobId id, int from, int limit);

    /** Streams a job's settlements, unsorted. The caller closes the stream. */
    Stream<Settlement> settlements(JobId id);

    /** Returns the comparisons in the same store. */
    ComparisonStore comparisons();

    /** Keeps all pending writes if the store can be written, then closes the store. */
    @Override
    void close();

    /**
     * A job that an earlier coordinator accepted and that has not ended. The job's spec is {@link
     * Cut} if no workload here can read the spec.
     *
     * @param startedAt when the job's first attempt was dispatched; null if no attempt of the job
     *     was dispatched
     * @param settled whether the store has settlements of the job. A job that was never dispatched
     *     may have some, and most queued jobs have none
     * @param retried the attempt counts of tasks that had to run again; the caller must ignore the
     *     counts of settled tasks
     * @param deaths how many times a coordinator died while the job ran, counted since a task of
     *     the job was last settled. A coordinator that stopped normally did not die
     */
    record Recovered(
            Job job,
            @Nullable Instant startedAt,
            boolean settled,
            List<Retried> retried,
            int deaths) {}
}
