package regatta.coordinator.store;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/**
 * Keeps jobs, their settlements and their ends; safe from any thread.
 *
 * <p>Writes take effect in the order in which they were asked for, and what a write returns
 * completes once it is kept. Reads see what is kept.
 */
public interface JobStore extends AutoCloseable {

    /** The epoch of this opening of the store: greater than that of every earlier one. */
    long epoch();

    /**
     * Keeps a new job, and gives it its place in the order of acceptance; fails with {@link
     * StoreException.Kind#FULL} when there is no space for it.
     */
    CompletionStage<Acceptance> accept(JobView job, Optional<IdempotencyKey> key);

    /** What a key made that is kept, or that it came with another body; empty for a new one. */
    Optional<Acceptance> known(IdempotencyKey key);

    /**
     * Keeps that a job's attempts are dispatched from now on: the first time is when it started,
     * and should the coordinator die, the job was one of those that may have taken it down.
     */
    CompletionStage<Void> start(JobId job, Instant now);

    /**
     * Keeps how tasks of one job were tried, in place of what was kept of them before: until they
     * are settled or the job ends. Those of a job that ended are dropped.
     */
    CompletionStage<Void> retry(JobId job, List<Retried> tasks);

    /** Keeps settlements of one job; those of a job that ended are dropped. */
    CompletionStage<Void> settle(JobId job, List<Settlement> settlements);

    /** Keeps how a job ended. */
    CompletionStage<Void> end(JobView ended);

    /**
     * Whether the last write could be kept. While the disk is full it could not: settlements and
     * ends then wait until they can be, acceptances fail at once.
     */
    boolean writable();

    /**
     * Settlements and retried tasks that are not yet kept: who settles is to pause when there are
     * too many.
     */
    int backlog();

    /**
     * The jobs that an earlier opening left unfinished, oldest first; to be asked before writing.
     */
    List<Recovered> unfinished();

    /** A job; a spec or output of an ended one that has a long list is {@link Cut}. */
    Optional<JobView> find(JobId id);

    /** A job with all of its spec and output, however long. */
    Optional<JobView> whole(JobId id);

    /**
     * Jobs that pass a filter, newest first, at most {@code limit}, as {@link #find} has them;
     * running ones as accepted.
     */
    List<JobView> list(JobFilter filter, int limit);

    /** A job's settlements from task {@code from} on, by task; at most {@code limit} of them. */
    List<Settlement> page(JobId id, int from, int limit);

    /** As {@link #page}, but only of tasks that failed. */
    List<Settlement> failed(JobId id, int from, int limit);

    /** A job's settlements in no particular order; to be closed. */
    Stream<Settlement> settlements(JobId id);

    /** The comparisons in the same store. */
    ComparisonStore comparisons();

    /** Keeps what was asked for so far, if it can, and closes. */
    @Override
    void close();

    /**
     * A job that an earlier opening of the store left unfinished.
     *
     * @param job as accepted; with {@code startedAt} where it had started
     * @param settled the tasks with a settlement; to be read only
     * @param retried how tasks without one were tried, where they came back
     * @param succeeded how many of them succeeded
     * @param failed how many of them did not
     * @param firstFailure the first of these tasks that is poison, else the first; null when there
     *     is none
     * @param deaths how often in a row the coordinator died, as opposed to stopped, while the job
     *     was started, without one new settlement of it
     */
    record Recovered(
            JobView job,
            BitSet settled,
            List<Retried> retried,
            int succeeded,
            int failed,
            @Nullable Settlement firstFailure,
            int deaths) {}

    /** What became of a job that was to be accepted. */
    sealed interface Acceptance {
        record Kept(JobView job) implements Acceptance {}

        /** The same submission came before and made this job. */
        record Known(JobId id) implements Acceptance {}

        /** The key came before with another body. */
        record KeyReused() implements Acceptance {}
    }
}
