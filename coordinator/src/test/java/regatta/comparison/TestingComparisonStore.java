package regatta.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.store.ComparisonStore;

/** Keeps comparisons in memory. */
public final class TestingComparisonStore implements ComparisonStore {
    private final Map<ComparisonId, ComparisonView> views = new HashMap<>();
    private final Map<ComparisonId, List<Round>> rounds = new HashMap<>();
    private final Map<String, IdempotencyKey> keys = new HashMap<>();
    private final Map<String, ComparisonId> submissions = new HashMap<>();

    @Override
    public synchronized CompletionStage<Acceptance> accept(
            ComparisonView comparison, Optional<IdempotencyKey> key) {
        if (key.isPresent()) {
            IdempotencyKey known = keys.putIfAbsent(key.get().value(), key.get());
            if (known != null) {
                return CompletableFuture.completedStage(
                        known.equals(key.get())
                                ? new Acceptance.Known(
                                        Objects.requireNonNull(submissions.get(known.value())))
                                : new Acceptance.KeyReused());
            }
            submissions.put(key.get().value(), comparison.id());
        }
        ComparisonView kept = comparison.withOrder(views.size() + 1L);
        views.put(kept.id(), kept);
        rounds.put(kept.id(), new ArrayList<>());
        return CompletableFuture.completedStage(new Acceptance.Kept(kept));
    }

    @Override
    public synchronized Optional<Acceptance> known(IdempotencyKey key) {
        return Optional.ofNullable(submissions.get(key.value()))
                .map(id ->
                        key.equals(keys.get(key.value()))
                                ? new Acceptance.Known(id)
                                : new Acceptance.KeyReused());
    }

    @Override
    public synchronized CompletionStage<Void> keep(ComparisonView comparison) {
        views.put(comparison.id(), comparison);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> add(ComparisonId comparison, Round round) {
        rounds.computeIfAbsent(comparison, _ -> new ArrayList<>()).add(round);
        return CompletableFuture.completedStage(null);
    }

    synchronized List<Round> rounds(ComparisonId comparison) {
        return List.copyOf(rounds.getOrDefault(comparison, List.of()));
    }

    @Override
    public synchronized List<ComparisonView> unfinished() {
        return views.values().stream()
                .filter(view -> !view.state().terminal())
                .sorted(Comparator.comparingLong(ComparisonView::order))
                .toList();
    }

    @Override
    public synchronized Optional<ComparisonView> find(ComparisonId id) {
        return Optional.ofNullable(views.get(id));
    }

    @Override
    public Optional<ComparisonView> whole(ComparisonId id) {
        return find(id);
    }

    @Override
    public synchronized List<ComparisonView> list(
            Optional<JobState> state, Optional<Long> before, int limit) {
        return views.values().stream()
                .filter(view -> state.filter(one -> one != view.state()).isEmpty())
                .filter(view -> before.filter(bound -> view.order() >= bound).isEmpty())
                .sorted(Comparator.comparingLong(ComparisonView::order).reversed())
                .limit(limit)
                .toList();
    }
}
