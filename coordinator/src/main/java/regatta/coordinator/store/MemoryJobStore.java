package regatta.coordinator.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.CoordinatorCommand.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;

/**
 * Keeps jobs for as long as its JVM lives; the oldest ended ones go first when there are too many
 * of them or their settlements take too much memory.
 */
public final class MemoryJobStore implements JobStore {
    private final int keepJobs;
    private final long keepBytes;
    private final long epoch = System.currentTimeMillis();
    private final TreeMap<Long, Entry> byOrder = new TreeMap<>(Comparator.reverseOrder());
    private final Map<JobId, Entry> byId = new HashMap<>();
    private final Map<String, Keyed> keys = new HashMap<>();
    private long nextOrder = 1;
    private long bytes;
    private int ended;

    /**
     * Makes an empty store.
     *
     * @param keepJobs the most ended jobs to keep
     * @param keepBytes the most bytes of settlements to keep of ended jobs
     */
    public MemoryJobStore(int keepJobs, long keepBytes) {
        this.keepJobs = keepJobs;
        this.keepBytes = keepBytes;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public synchronized CompletionStage<Acceptance> accept(
            JobView job, Optional<IdempotencyKey> key) {
        Keyed before = key.map(IdempotencyKey::value).map(keys::get).orElse(null);
        if (before != null) {
            boolean same = before.bodyDigest.equals(key.get().bodyDigest());
            return CompletableFuture.completedStage(
                    same ? new Acceptance.Known(before.job) : new Acceptance.KeyReused());
        }
        Entry entry = new Entry(job.withOrder(nextOrder++), key.map(IdempotencyKey::value));
        byOrder.put(entry.job.order(), entry);
        byId.put(job.id(), entry);
        key.ifPresent(given -> keys.put(given.value(), new Keyed(given.bodyDigest(), job.id())));
        return CompletableFuture.completedStage(new Acceptance.Kept(entry.job));
    }

    @Override
    public CompletionStage<Void> start(JobId job, Instant now) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> settle(JobId job, List<Settlement> settlements) {
        Entry entry = byId.get(job);
        if (entry != null && !entry.job.state().terminal()) {
            List<SettlementBlock> blocks = SettlementBlock.of(settlements);
            entry.blocks.addAll(blocks);
            bytes += size(blocks);
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> end(JobView job) {
        Entry entry = byId.get(job.id());
        if (entry != null) {
            entry.job = job;
            ended++;
            dropOldest();
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public int backlog() {
        return 0;
    }

    @Override
    public List<Recovered> unfinished() {
        return List.of();
    }

    @Override
    public synchronized Optional<JobView> find(JobId id) {
        return Optional.ofNullable(byId.get(id)).map(entry -> entry.job);
    }

    @Override
    public synchronized List<JobView> list(JobFilter filter, int limit) {
        Map<Long, Entry> older =
                filter.before().map(before -> byOrder.tailMap(before, false)).orElse(byOrder);
        return older.values().stream()
                .map(entry -> entry.job)
                .filter(job -> filter.workload().map(job.spec().kind()::equals).orElse(true))
                .filter(job -> filter.mode().map(job.mode()::equals).orElse(true))
                .filter(job -> filter.state().map(state -> state == job.state()).orElse(true))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Settlement> page(JobId id, int from, int limit) {
        long until = (long) from + limit;
        return blocks(id).stream()
                .filter(block -> block.last() >= from && block.first() < until)
                .flatMap(block -> block.settlements().stream())
                .filter(settled -> settled.task() >= from && settled.task() < until)
                .sorted(Comparator.comparingInt(Settlement::task))
                .toList();
    }

    @Override
    public List<Settlement> failed(JobId id, int from, int limit) {
        return blocks(id).stream()
                .filter(block -> block.last() >= from)
                .flatMap(block -> block.settlements().stream())
                .filter(settled -> settled.task() >= from)
                .filter(settled -> settled.outcome() instanceof Outcome.Failed)
                .sorted(Comparator.comparingInt(Settlement::task))
                .limit(limit)
                .toList();
    }

    @Override
    public Stream<Settlement> settlements(JobId id) {
        return blocks(id).stream().flatMap(block -> block.settlements().stream());
    }

    @Override
    public void close() {}

    private synchronized List<SettlementBlock> blocks(JobId id) {
        Entry entry = byId.get(id);
        return entry == null ? List.of() : new ArrayList<>(entry.blocks);
    }

    private void dropOldest() {
        Iterator<Entry> oldestFirst = byOrder.descendingMap().values().iterator();
        while ((ended > keepJobs || bytes > keepBytes) && ended > 1 && oldestFirst.hasNext()) {
            Entry oldest = oldestFirst.next();
            if (oldest.job.state().terminal()) {
                oldestFirst.remove();
                byId.remove(oldest.job.id());
                if (oldest.key != null) {
                    keys.remove(oldest.key);
                }
                ended--;
                bytes -= size(oldest.blocks);
            }
        }
    }

    private static long size(List<SettlementBlock> blocks) {
        return blocks.stream().mapToLong(block -> block.bytes().length).sum();
    }

    private record Keyed(String bodyDigest, JobId job) {}

    private static final class Entry {
        private final @Nullable String key;
        private final List<SettlementBlock> blocks = new ArrayList<>();
        private JobView job;

        Entry(JobView job, Optional<String> key) {
            this.job = job;
            this.key = key.orElse(null);
        }
    }
}
