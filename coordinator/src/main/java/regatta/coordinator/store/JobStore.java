package regatta.coordinator.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.CoordinatorCommand.JobFilter;
import regatta.coordinator.api.JobView;
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

    /** Keeps a new job, and gives it its place in the order of acceptance. */
    CompletionStage<Acceptance> accept(JobView job, Optional<IdempotencyKey> key);

    /** Keeps settlements of one job. */
    CompletionStage<Void> settle(JobId job, List<Settlement> settlements);

    /** Keeps how a job ended. */
    CompletionStage<Void> end(JobView ended);

    Optional<JobView> find(JobId id);

    /** Jobs that pass a filter, newest first, at most {@code limit}; running ones as accepted. */
    List<JobView> list(JobFilter filter, int limit);

    /** A job's settlements from task {@code from} on, by task; at most {@code limit} of them. */
    List<Settlement> page(JobId id, int from, int limit);

    /** A job's settlements in no particular order; to be closed. */
    Stream<Settlement> settlements(JobId id);

    @Override
    void close();

    /** What became of a job that was to be accepted. */
    sealed interface Acceptance {
        record Kept(JobView job) implements Acceptance {}

        /** The same submission came before and made this job. */
        record Known(JobId id) implements Acceptance {}

        /** The key came before with another body. */
        record KeyReused() implements Acceptance {}
    }
}
