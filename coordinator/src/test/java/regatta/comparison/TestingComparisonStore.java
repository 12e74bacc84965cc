package regatta.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.store.ComparisonStore;

/** Keeps comparisons in memory. */
public final class TestingComparisonStore implements ComparisonStore {
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /** A comparison, and where it stands now. */
    private static final class Kept {
        private final long order;
        private final byte[] head;
        private final byte[] jobs;
        private final @Nullable IdempotencyKey key;
        private final List<RoundDocuments> rounds = new ArrayList<>();
        private Standing standing;

        Kept(
                long order,
                byte[] head,
                byte[] jobs,
                @Nullable IdempotencyKey key,
                Standing standing) {
            this.order = order;
            this.head = head;
            this.jobs = jobs;
            this.key = key;
            this.standing = standing;
        }

        Documents documents(boolean withJobs) {
            return new Documents(
                    order, head, withJobs ? jobs : null, standing.summary(), List.copyOf(rounds));
        }
    }

    @Override
    public synchronized CompletionStage<Acceptance> accept(
            Standing fresh, byte[] head, byte[] jobs, Optional<IdempotencyKey> key) {
        Optional<Acceptance> known = key.flatMap(this::known);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(known.get());
        }
        long order = kept.size() + 1L;
        kept.put(fresh.id(), new Kept(order, head, jobs, key.orElse(null), fresh));
        return CompletableFuture.completedStage(new Acceptance.Kept(order));
    }

    @Override
    public synchronized Optional<Acceptance> known(IdempotencyKey key) {
        return kept.values().stream()
                .filter(each -> each.key != null && each.key.value().equals(key.value()))
                .findFirst()
                .map(each ->
                        key.equals(each.key)
                                ? new Acceptance.Known(each.standing.id())
                                : new Acceptance.KeyReused());
    }

    @Override
    public synchronized CompletionStage<Void> keep(Standing standing) {
        Kept comparison = Objects.requireNonNull(kept.get(standing.id()));
        if (!comparison.standing.state().terminal()) {
            comparison.standing = standing;
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> add(String comparison, byte[] round, byte[] sample) {
        Objects.requireNonNull(kept.get(comparison)).rounds.add(new RoundDocuments(round, sample));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized List<Documents> unfinished() {
        return kept.values().stream()
                .filter(each -> !each.standing.state().terminal())
                .map(each -> each.documents(true))
                .toList();
    }

    @Override
    public synchronized Optional<Documents> find(String comparison) {
        return Optional.ofNullable(kept.get(comparison)).map(each -> each.documents(true));
    }

    @Override
    public Optional<Documents> whole(String comparison) {
        return find(comparison);
    }

    @Override
    public synchronized List<Documents> list(
            Optional<JobState> state, Optional<Long> before, int limit) {
        List<Kept> newestFirst = new ArrayList<>(kept.values()).reversed();
        return newestFirst.stream()
                .filter(each -> state.filter(one -> one != each.standing.state()).isEmpty())
                .filter(each -> before.filter(bound -> each.order >= bound).isEmpty())
                .limit(limit)
                .map(each -> each.documents(false))
                .toList();
    }
}
