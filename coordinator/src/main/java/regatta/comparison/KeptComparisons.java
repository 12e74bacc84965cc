package regatta.comparison;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.store.ComparisonStore;
import regatta.coordinator.store.ComparisonStore.Acceptance;
import regatta.coordinator.store.ComparisonStore.Standing;

/** Keeps comparisons in a store, which holds only encoded documents. Safe from any thread. */
final class KeptComparisons {
    private final ComparisonStore store;
    private final ComparisonCodec codec;

    KeptComparisons(ComparisonStore store, ComparisonCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** Keeps a new comparison. Fails in the same cases as {@link ComparisonStore#accept}. */
    CompletionStage<Acceptance> accept(ComparisonView fresh, Optional<IdempotencyKey> key) {
        try {
            return store.accept(
                    standing(fresh),
                    ComparisonCodec.head(fresh.spec()),
                    ComparisonCodec.jobs(fresh.spec()),
                    key);
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
    }

    Optional<Acceptance> known(IdempotencyKey key) {
        return store.known(key);
    }

    /** Keeps the state of a comparison, but not its rounds. */
    CompletionStage<Void> keep(ComparisonView comparison) {
        return store.keep(standing(comparison));
    }

    /** Appends a round to a kept comparison. */
    CompletionStage<Void> add(ComparisonId comparison, Round round) {
        return store.add(
                comparison.value(), ComparisonCodec.round(round), ComparisonCodec.sample(round));
    }

    /**
     * Returns all comparisons that have not ended, the oldest first. Must be called before any
     * comparison is kept.
     */
    List<ComparisonView> unfinished() {
        return store.unfinished().stream().map(codec::comparison).toList();
    }

    /** Reads a comparison without the samples of its rounds' attempts. */
    Optional<ComparisonView> find(ComparisonId id) {
        return store.find(id.value()).map(codec::comparison);
    }

    /** Reads a comparison with all its data, samples of attempts included. */
    Optional<ComparisonView> whole(ComparisonId id) {
        return store.whole(id.value()).map(codec::comparison);
    }

    /** Reads comparisons without their jobs, the newest first. */
    List<ComparisonView> list(Optional<JobState> state, Optional<Long> before, int limit) {
        return store.list(state, before, limit).stream().map(codec::comparison).toList();
    }

    private static Standing standing(ComparisonView comparison) {
        return new Standing(
                comparison.id().value(),
                comparison.state(),
                comparison.endedAt(),
                ComparisonCodec.summary(comparison));
    }
}
