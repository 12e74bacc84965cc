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

/** Comparisons in a store that knows documents only; safe from any thread. */
final class KeptComparisons {
    private final ComparisonStore store;
    private final ComparisonCodec codec;

    KeptComparisons(ComparisonStore store, ComparisonCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** Keeps a new comparison; fails as {@link ComparisonStore#accept} does. */
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

    /** Keeps the state of a comparison, but none of its rounds. */
    CompletionStage<Void> keep(ComparisonView comparison) {
        return store.keep(standing(comparison));
    }

    /** Keeps a round as the comparison's last one so far. */
    CompletionStage<Void> add(ComparisonId comparison, Round round) {
        return store.add(
                comparison.value(), ComparisonCodec.round(round), ComparisonCodec.sample(round));
    }

    /** Those that have not ended, oldest first; to be read before anything is kept. */
    List<ComparisonView> unfinished() {
        return store.unfinished().stream().map(codec::comparison).toList();
    }

    /** A comparison whose rounds come without samples of attempts. */
    Optional<ComparisonView> find(ComparisonId id) {
        return store.find(id.value()).map(codec::comparison);
    }

    /** A comparison with all that its rounds have. */
    Optional<ComparisonView> whole(ComparisonId id) {
        return store.whole(id.value()).map(codec::comparison);
    }

    /** Comparisons without their jobs, newest first. */
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
