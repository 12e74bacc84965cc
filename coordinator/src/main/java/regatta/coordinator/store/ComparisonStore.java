package regatta.coordinator.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.JobState;

/**
 * Keeps comparisons and their rounds, as {@link JobStore} keeps jobs; safe from any thread.
 *
 * <p>Comparisons that ended are forgotten when jobs are: by age and by count.
 */
public interface ComparisonStore {

    /**
     * Keeps a new comparison, and gives it its place in the order of acceptance; fails with {@link
     * StoreException.Kind#FULL} when there is no space for it.
     */
    CompletionStage<Acceptance> accept(ComparisonView comparison, Optional<IdempotencyKey> key);

    /** What a key made that is kept, or that it came with another body; empty for a new one. */
    Optional<Acceptance> known(IdempotencyKey key);

    /** Keeps that a comparison has begun, goes on, or ended, but none of its rounds. */
    CompletionStage<Void> keep(ComparisonView comparison);

    /** Keeps a round as the last one so far. */
    CompletionStage<Void> add(ComparisonId comparison, Round round);

    /** Those that have not ended, oldest first; to be asked before writing. */
    List<ComparisonView> unfinished();

    Optional<ComparisonView> find(ComparisonId id);

    /**
     * Comparisons, newest first, without their jobs.
     *
     * @param before an exclusive upper bound of {@link ComparisonView#order}
     */
    List<ComparisonView> list(Optional<JobState> state, Optional<Long> before, int limit);

    /** What became of a comparison that was to be accepted. */
    sealed interface Acceptance {
        record Kept(ComparisonView comparison) implements Acceptance {}

        /** The same submission came before and made this comparison. */
        record Known(ComparisonId id) implements Acceptance {}

        /** The key came before with another body. */
        record KeyReused() implements Acceptance {}
    }
}
