package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
import regatta.protocol.JobId;
import regatta.workload.Workloads;

/**
 * Keeps jobs in a SQLite database. A kept write survives any end of this process and of the
 * machine.
 *
 * <p>Stages complete on the writer's thread. Continuations must not block the writer's thread.
 */
public final class SqliteJobStore implements JobStore {
    private final StoreLock lock;
    private final ReadConnections connections;
    private final StoredJobs jobs;
    private final StoredSettlements settlements;
    private final StoreWriter writer;
    private final ComparisonStore comparisons;
    private final Thread thread;
    private final long epoch;

    private SqliteJobStore(
            StoreLock lock,
            long epoch,
            ReadConnections connections,
            JobJson json,
            StoreWriter writer) {
        this.lock = lock;
        this.connections = connections;
        this.jobs = new StoredJobs(connections, json);
        this.settlements = new StoredSettlements(connections);
        this.epoch = epoch;
        this.writer = writer;
        this.comparisons = new StoredComparisons(connections, writer);
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(writer);
    }

    /**
     * Opens a store. Creates the store if there is none.
     *
     * @param workloads the installed workloads, which read the jobs' specs and outputs
     * @param fatal the callback that gets the failure when the store stops because a sync failed or
     *     a newer coordinator took over; the process must end, because the store keeps nothing more
     * @throws StoreException IN_USE if the store is open already; FULL if the disk has no space to
     *     open the store, even without the spare file of an earlier opening; DAMAGED if the store
     *     cannot be opened or is of a newer version
     */
    public static SqliteJobStore open(
            StoreSettings settings, Workloads workloads, Consumer<Throwable> fatal) {
        return open(settings, workloads, fatal, System::nanoTime, Schema.STEPS);
    }

    static SqliteJobStore open(
            StoreSettings settings,
            Workloads workloads,
            Consumer<Throwable> fatal,
            LongSupplier nanos,
            List<String> steps) {
        JobJson json = new JobJson(workloads);
        try {
            Path file = StoreFiles.prepare(settings.file());
            Spare spare = new Spare(file);
            StoreLock lock = StoreLock.take(file);
            try {
                StoreFiles.create(file);
                boolean full = false;
                WriteSession session;
                try {
                    session = WriteSession.open(file, settings, json, nanos, steps);
                } catch (IOException | SQLException failure) {
                    full = spare.giveUp();
                    if (!full) {
                        throw failure;
                    }
                    session = WriteSession.open(file, settings, json, nanos, steps);
                }
                StoreWriter writer = new StoreWriter(session, spare, full, fatal);
                ReadConnections connections = new ReadConnections(file, session.files());
                return new SqliteJobStore(lock, session.epoch(), connections, json, writer);
            } catch (IOException | SQLException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException | SQLException failure) {
            throw StoreException.of(
                    "%s (regatta.store.url) cannot be opened".formatted(settings.file()), failure);
        }
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public CompletionStage<Acceptance> accept(Job job, Optional<IdempotencyKey> key) {
        CompletableFuture<Acceptance> done = new CompletableFuture<>();
        CompletableFuture<Acceptance> known =
                done.whenComplete((acceptance, _) -> {
                    if (acceptance instanceof Acceptance.Kept(Job kept)) {
                        jobs.accepted(kept);
                    }
                });
        writer.add(new Write.Accept(job, key.orElse(null), done));
        return known;
    }

    @Override
    public Optional<Acceptance> known(IdempotencyKey key) {
        return KnownKeys.JOBS.read(connections, key);
    }

    @Override
    public CompletionStage<Void> start(JobId job, Instant now) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.Start(job, now, done));
        return done;
    }

    @Override
    public CompletionStage<Void> retry(JobId job, List<Retried> tasks) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.Retry(job, tasks, done));
        return done;
    }

    @Override
    public CompletionStage<Void> settle(JobId job, List<Settlement> settled) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.Settle(job, settled, done));
        return done;
    }

    @Override
    public CompletionStage<Void> end(JobEnd end) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> forgotten = done.whenComplete((_, _) -> jobs.ended(end.job().id()));
        writer.add(new Write.End(end, done));
        return forgotten;
    }

    @Override
    public CompletionStage<Deletion> delete(JobId job) {
        CompletableFuture<Deletion> done = new CompletableFuture<>();
        writer.add(new Write.Delete(job, done));
        return done;
    }

    @Override
    public Optional<String> unwritable() {
        return writer.unwritable();
    }

    @Override
    public int backlog() {
        return writer.backlog();
    }

    @Override
    public List<Recovered> unfinished() {
        List<Recovered> found = connections.read(new Recovery(jobs)::unfinished);
        found.forEach(recovered -> jobs.accepted(recovered.job()));
        return found;
    }

    @Override
    public Optional<JobView> find(JobId id) {
        return jobs.find(id, false);
    }

    @Override
    public Optional<JobView> whole(JobId id) {
        return jobs.find(id, true);
    }

    @Override
    public List<JobView> list(JobFilter filter, int limit) {
        return jobs.list(filter, limit);
    }

    @Override
    public List<Settlement> page(JobId id, int from, int limit) {
        return settlements.page(id, from, limit);
    }

    @Override
    public List<Settlement> failed(JobId id, int from, int limit) {
        return settlements.failed(id, from, limit);
    }

    @Override
    public Stream<Settlement> settlements(JobId id) {
        return settlements.all(id);
    }

    @Override
    public ComparisonStore comparisons() {
        return comparisons;
    }

    @Override
    public void close() {
        try {
            // Close the writer's connection last: the last connection to close empties the log.
            connections.close();
            writer.close();
            thread.join();
            lock.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException failure) {
            throw StoreException.of("the store cannot be closed", failure);
        }
    }
}
