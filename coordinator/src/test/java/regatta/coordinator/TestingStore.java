package regatta.coordinator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.ComparisonStore;
import regatta.coordinator.store.JobStore;
import regatta.protocol.JobId;

/** Wraps a store and can make it slow or unreadable. */
final class TestingStore implements JobStore {
    private record Held(
            int tasks, Supplier<CompletionStage<Void>> write, CompletableFuture<Void> kept) {}

    private final JobStore store;
    private final Queue<Held> held = new ArrayDeque<>();
    private final AtomicInteger backlog = new AtomicInteger();

    /** The reason why outputs are unreadable; empty while they are readable. */
    volatile Optional<RuntimeException> unreadable = Optional.empty();

    /** Completes when the store has kept that a job runs. */
    final CompletableFuture<Void> started = new CompletableFuture<>();

    /** Completes when a job or its end arrives while the gate is closed. */
    final CompletableFuture<Void> atTheGate = new CompletableFuture<>();

    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private boolean slow;

    TestingStore(JobStore store) {
        this.store = store;
    }

    /** Stops keeping settlements and what runs again. */
    synchronized void standStill() {
        slow = true;
    }

    /** Stops keeping jobs and their ends. */
    void closeGate() {
        gate = new CompletableFuture<>();
    }

    /** Keeps the jobs and ends that wait at the gate. */
    void openGate() {
        gate.complete(null);
    }

    private <R> CompletionStage<R> throughGate(Supplier<CompletionStage<R>> write) {
        CompletableFuture<Void> closed = gate;
        if (!closed.isDone()) {
            atTheGate.complete(null);
        }
        return closed.thenCompose(_ -> write.get());
    }

    /** Keeps the waiting settlements, and all further ones. */
    synchronized void goOn() {
        slow = false;
        for (Held one = held.poll(); one != null; one = held.poll()) {
            CompletableFuture<Void> kept = one.kept;
            backlog.addAndGet(-one.tasks);
            var _ = one.write.get().thenAccept(kept::complete);
        }
    }

    @Override
    public synchronized CompletionStage<Void> settle(JobId job, List<Settlement> settled) {
        return held(settled.size(), () -> store.settle(job, settled));
    }

    private CompletionStage<Void> held(int tasks, Supplier<CompletionStage<Void>> write) {
        if (!slow) {
            return write.get();
        }
        CompletableFuture<Void> kept = new CompletableFuture<>();
        held.add(new Held(tasks, write, kept));
        backlog.addAndGet(tasks);
        return kept;
    }

    @Override
    public synchronized CompletionStage<Void> retry(JobId job, List<Retried> tasks) {
        return held(tasks.size(), () -> store.retry(job, tasks));
    }

    @Override
    public int backlog() {
        return backlog.get() + store.backlog();
    }

    @Override
    public Stream<Settlement> settlements(JobId id) {
        unreadable.ifPresent(failure -> {
            throw failure;
        });
        return store.settlements(id);
    }

    @Override
    public long epoch() {
        return store.epoch();
    }

    @Override
    public CompletionStage<Acceptance> accept(Job job, Optional<IdempotencyKey> key) {
        return throughGate(() -> store.accept(job, key));
    }

    @Override
    public Optional<Acceptance> known(IdempotencyKey key) {
        return store.known(key);
    }

    @Override
    public CompletionStage<Void> start(JobId job, Instant now) {
        return store.start(job, now).thenRun(() -> started.complete(null));
    }

    @Override
    public CompletionStage<Void> end(JobEnd end) {
        return throughGate(() -> store.end(end));
    }

    @Override
    public CompletionStage<Deletion> delete(JobId job) {
        return store.delete(job);
    }

    @Override
    public Optional<String> unwritable() {
        return store.unwritable();
    }

    @Override
    public List<Recovered> unfinished() {
        return store.unfinished();
    }

    @Override
    public Optional<JobView> find(JobId id) {
        return store.find(id);
    }

    @Override
    public Optional<JobView> whole(JobId id) {
        return store.whole(id);
    }

    @Override
    public ComparisonStore comparisons() {
        return store.comparisons();
    }

    @Override
    public List<JobView> list(JobFilter filter, int limit) {
        return store.list(filter, limit);
    }

    @Override
    public List<Settlement> page(JobId id, int from, int limit) {
        return store.page(id, from, limit);
    }

    @Override
    public List<Settlement> failed(JobId id, int from, int limit) {
        return store.failed(id, from, limit);
    }

    @Override
    public void close() {
        store.close();
    }
}
