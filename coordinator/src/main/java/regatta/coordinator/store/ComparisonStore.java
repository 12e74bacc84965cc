package regatta.coordinator.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;

/**
 * Keeps comparisons and their rounds, as {@link JobStore} keeps jobs. Safe from any thread.
 *
 * <p>The store deletes ended comparisons by age and by count, as it deletes ended jobs.
 */
public interface ComparisonStore {

    /**
     * Keeps a new comparison and gives it the next {@code order}. Fails with {@link
     * StoreException.Kind#FULL} when the disk has no space for it.
     */
    CompletionStage<Acceptance> accept(ComparisonView comparison, Optional<IdempotencyKey> key);

    /**
     * Looks a key up: finds the comparison that it made, or that the key came with another body.
     * Empty for a new key.
     */
    Optional<Acceptance> known(IdempotencyKey key);

    /** Keeps the state of a comparison, but none of its rounds. */
    CompletionStage<Void> keep(ComparisonView comparison);

    /** Keeps a round as the comparison's last one so far. */
    CompletionStage<Void> add(ComparisonId comparison, Round round);

    /**
     * Reads the comparisons that have not ended, oldest first. Call this before the first write.
     */
    List<ComparisonView> unfinished();

    /** Reads a comparison whose rounds come without samples of attempts. */
    Optional<ComparisonView> find(ComparisonId id);

    /** Reads a comparison with all that its rounds have. */
    Optional<ComparisonView> whole(ComparisonId id);

    /**
     * Lists comparisons without their jobs, newest first.
     *
     * @param before an exclusive upper bound of {@link ComparisonView#order}
     */
    List<ComparisonView> list(Optional<JobState> state, Optional<Long> before, int limit);

    /** The store's answer to a new comparison. */
    sealed interface Acceptance {
        record Kept(ComparisonView comparison) implements Acceptance {}

        /** An earlier submission with the same key and body made this comparison. */
        record Known(ComparisonId id) implements Acceptance {}

        /** An earlier submission used the key with another body. */
        record KeyReused() implements Acceptance {}
    }
}
