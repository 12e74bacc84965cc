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

    /** Returns the epoch of this opening of the store. It is greater than every earlier one. */
    long epoch();

    /**
     * Keeps a new job and gives it the next {@code order}. Fails with {@link
     * StoreException.Kind#FULL} when the disk has no space for it.
     */
    CompletionStage<Acceptance> accept(Job job, Optional<IdempotencyKey> key);

    /**
     * Looks up an idempotency key. Returns the job that an earlier submission with the same key
     * made. If that submission had another body, returns {@link Acceptance.KeyReused}. Empty for a
     * new key.
     */
    Optional<Acceptance> known(IdempotencyKey key);

    /**
     * Keeps the fact that this coordinator dispatches a job from now on. The first call sets the
     * job's start time. If the coordinator dies afterwards, the store counts that death against the
     * job.
     */
    CompletionStage<Void> start(JobId job, Instant now);

    /**
     * Keeps the attempt counts of tasks that will run again, replacing earlier counts. They stay
     * until the task settles or the job ends. Does nothing for a job that has ended.
     */
    CompletionStage<Void> retry(JobId job, List<Retried> tasks);

    /** Keeps settlements of one job. Does nothing for a job that has ended. */
    CompletionStage<Void> settle(JobId job, List<Settlement> settlements);

    /** Keeps a job's end. */
    CompletionStage<Void> end(JobEnd end);

    /**
     * Deletes a job that ended, and its key; files of its tasks stay. Fails with {@link
     * StoreException.Kind#FULL} while the store cannot write.
     */
    CompletionStage<Deletion> delete(JobId job);

    /**
     * Returns why the store cannot write now; empty while writes succeed. While it cannot write,
     * settlements and ends wait. It refuses new jobs, new comparisons and deletions at once.
     */
    Optional<String> unwritable();

    /**
     * Returns how many settlements and retried tasks wait to be kept. The caller stops dispatching
     * when there are too many.
     */
    int backlog();

    /**
     * Reads the jobs that earlier coordinators accepted and that have not ended, oldest first. Call
     * this before the first write.
     */
    List<Recovered> unfinished();

    /** Finds a job. If it has ended, a spec or output with a long list is {@link Cut}. */
    Optional<JobView> find(JobId id);

    /** Finds a job with its whole spec and output, however long. */
    Optional<JobView> whole(JobId id);

    /**
     * Lists at most {@code limit} jobs that match a filter, newest first, in the form that {@link
     * #find} returns. A job that still runs is listed as it was accepted.
     */
    List<JobView> list(JobFilter filter, int limit);

    /** Returns at most {@code limit} settlements, sorted by task, starting at task {@code from}. */
    List<Settlement> page(JobId id, int from, int limit);

    /** Works as {@link #page} does, but returns only failed tasks. */
    List<Settlement> failed(JobId id, int from, int limit);

    /** Streams a job's settlements, unsorted. The caller closes the stream. */
    Stream<Settlement> settlements(JobId id);

    /** Returns the comparisons in the same store. */
    ComparisonStore comparisons();

    /** Writes all pending calls if it can, then closes. */
    @Override
    void close();

    /**
     * A job that an earlier coordinator accepted and that has not ended. Its spec is {@link Cut} if
     * no workload here can read it.
     *
     * @param startedAt when its first attempt was dispatched; null if none was
     * @param retried the attempt counts of tasks that had to run again; those of settled tasks do
     *     not count
     * @param deaths how often in a row the coordinator died (not stopped) while the job ran, with
     *     no new settlement of the job in between
     */
    record Recovered(Job job, @Nullable Instant startedAt, List<Retried> retried, int deaths) {}
}
