package regatta.comparison;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.TokenShare;
import regatta.coordinator.store.ComparisonStore;
import regatta.coordinator.store.ComparisonStore.Acceptance;
import regatta.coordinator.store.JobJson;
import regatta.machine.Cores;
import regatta.protocol.JobId;
import regatta.workload.Workloads;

/**
 * The comparisons of a coordinator, and the thread that runs the comparisons one after another.
 * Safe from any thread.
 */
public final class Comparisons implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);

    /** The time between two checks whether a waiting comparison has its workers. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final KeptComparisons store;
    private final RoundJobs jobs;
    private final SlotShares shares;
    private final Workloads workloads;
    private final Executor blocking;
    private final Clock clock = Clock.systemUTC();
    private final Map<ComparisonId, LiveComparison> live = new ConcurrentHashMap<>();

    /** The comparisons that wait to run, sorted by their order. */
    private final ConcurrentNavigableMap<Long, RoundRunner> waiting = new ConcurrentSkipListMap<>();

    private final Semaphore news = new Semaphore(0);
    private final int mostWaiting;
    private final TokenShare share;
    private final QueuedBytes queuedBytes;
    private final Thread thread;
    private @Nullable Earlier earlier;

    private Comparisons(
            KeptComparisons store,
            RoundJobs jobs,
            SlotShares shares,
            Workloads workloads,
            Executor blocking,
            int mostWaiting,
            TokenShare share,
            QueuedBytes queuedBytes) {
        this.store = store;
        this.jobs = jobs;
        this.shares = shares;
        this.workloads = workloads;
        this.blocking = blocking;
        this.mostWaiting = mostWaiting;
        this.share = share;
        this.queuedBytes = queuedBytes;
        this.thread = Thread.ofPlatform().name("comparisons").daemon().unstarted(this::loop);
    }

    /**
     * Opens the comparisons of a store, including comparisons that an earlier coordinator did not
     * finish. No comparison runs before {@link #start}.
     *
     * @param ownHost the name or IP address at which worker nodes join this coordinator
     * @param mostWaiting the largest number of unfinished comparisons
     * @param share the part of {@code mostWaiting} that the comparisons of one access token may use
     * @param queuedBytes counts and limits the bytes of all specs in memory, including the specs of
     *     jobs
     */
    public static Comparisons open(
            ActorSystem<?> system,
            Jobs coordinator,
            ComparisonStore store,
            Workloads workloads,
            String ownHost,
            int mostWaiting,
            TokenShare share,
            QueuedBytes queuedBytes) {
        KeptComparisons kept =
                new KeptComparisons(store, new ComparisonCodec(new JobJson(workloads)));
        Comparisons comparisons =
                new Comparisons(
                        kept,
                        new CoordinatorJobs(coordinator),
                        new SlotShares(ownHost, Cores.ofThisProcess().usable()),
                        workloads,
                        system.dispatchers().lookup(DispatcherSelector.blocking()),
                        mostWaiting,
                        share,
                        queuedBytes);
        for (ComparisonView left : kept.unfinished()) {
            if (left.spec().jobs().stream().anyMatch(job -> job.workload() instanceof Cut)) {
                LOG.warn("comparison {} waits: no workload here can read its jobs", left.id());
            } else {
                comparisons.add(left.recovered(), 0);
            }
        }
        return comparisons;
    }

    /** Starts the thread that runs comparisons. Must be called only once. */
    public void start() {
        thread.start();
    }

    /** The answer to a submission. */
    public sealed interface Reply {
        record Accepted(ComparisonView comparison) implements Reply {}

        /** An earlier submission had the same idempotency key but another body. */
        record KeyReused() implements Reply {}

        /** A limit on unfinished comparisons is reached. The {@code detail} names the limit. */
        record Full(String detail) implements Reply {}

        /** The store cannot keep the comparison now. The {@code detail} says why. */
        record Busy(String detail) implements Reply {}

        /**
         * The store did not answer in time. If the store keeps the comparison, the comparison has
         * this id, unless an earlier submission had the same key.
         */
        record Unknown(ComparisonId id) implements Reply {}
    }

    /**
     * Keeps a new comparison. The comparison runs after comparisons that were accepted before.
     *
     * @param bytes about how many bytes the specs of the comparison's jobs take in memory
     */
    public CompletionStage<Reply> submit(
            ComparisonSpec spec, long bytes, Optional<IdempotencyKey> key) {
        ComparisonView fresh = fresh(spec);
        Optional<String> full = full(spec).or(() -> queuedBytes.take(spec.submitter(), bytes));
        if (full.isPresent()) {
            return CompletableFuture.supplyAsync(
                    () -> knownOrFull(fresh, key, full.get()), blocking);
        }
        return store.accept(fresh, key)
                .whenComplete((acceptance, _) -> {
                    if (!(acceptance instanceof Acceptance.Kept)) {
                        queuedBytes.free(spec.submitter(), bytes);
                    }
                })
                .thenApplyAsync(acceptance -> accepted(acceptance, fresh, bytes), blocking)
                .exceptionally(refused -> new Reply.Busy(message(refused)))
                .toCompletableFuture()
                .completeOnTimeout(
                        new Reply.Unknown(fresh.id()),
                        ANSWER_WITHIN.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Rounds that ran before an interruption, and the plan of these rounds. */
    private record Earlier(Plan plan, List<Round> rounds) {}

    /**
     * Makes the next submitted comparison continue after rounds that ran before an interruption.
     * The comparison follows the plan of these earlier rounds.
     */
    public synchronized void goOnAfter(Plan plan, List<Round> rounds) {
        earlier = new Earlier(plan, List.copyOf(rounds));
    }

    private synchronized ComparisonView fresh(ComparisonSpec spec) {
        ComparisonId id = ComparisonId.random();
        if (earlier == null) {
            return ComparisonView.accepted(id, spec, clock.instant());
        }
        Earlier before = earlier;
        earlier = null;
        if (!before.plan().arms().equals(spec.plan().arms())) {
            throw new IllegalArgumentException(
                    "the earlier rounds belong to other arms than this comparison");
        }
        String note =
                "The comparison was interrupted after %d rounds and continued later."
                        .formatted(before.rounds().size());
        return ComparisonView.accepted(id, spec.with(before.plan()), clock.instant())
                .after(before.rounds(), List.of(note));
    }

    private Optional<String> full(ComparisonSpec spec) {
        if (live.size() >= mostWaiting) {
            return Optional.of(
                    "the limit of %d unfinished comparisons is reached".formatted(mostWaiting));
        }
        String token = spec.submitter();
        long own =
                live.values().stream()
                        .filter(each -> Objects.equals(token, each.view().spec().submitter()))
                        .count();
        return share.refusal(token, own, 1, mostWaiting, "unfinished comparisons");
    }

    /**
     * Replies to a submission that exceeds a limit. If the store knows the submission's key, the
     * submission only repeats an earlier submission. A repetition does not count against the limit,
     * so the submission gets the reply to a repetition.
     */
    private Reply knownOrFull(ComparisonView fresh, Optional<IdempotencyKey> key, String why) {
        return key.flatMap(store::known)
                .map(known -> accepted(known, fresh, 0))
                .orElseGet(() -> new Reply.Full(why));
    }

    private Reply accepted(Acceptance acceptance, ComparisonView fresh, long bytes) {
        return switch (acceptance) {
            case Acceptance.KeyReused() -> new Reply.KeyReused();
            case Acceptance.Known(String comparison) -> {
                ComparisonId id = new ComparisonId(comparison);
                yield new Reply.Accepted(present(id).orElseThrow(() -> gone(id)));
            }
            case Acceptance.Kept(long order) -> {
                ComparisonView kept = fresh.withOrder(order);
                add(kept, bytes);
                yield new Reply.Accepted(kept);
            }
        };
    }

    public CompletionStage<Optional<ComparisonView>> find(ComparisonId id) {
        LiveComparison running = live.get(id);
        return running == null
                ? CompletableFuture.supplyAsync(() -> present(id), blocking)
                : CompletableFuture.completedStage(Optional.of(running.view()));
    }

    /** Returns a comparison with all its data, samples of attempts included, for a report. */
    public CompletionStage<Optional<ComparisonView>> whole(ComparisonId id) {
        return live.containsKey(id)
                ? find(id)
                : CompletableFuture.supplyAsync(() -> store.whole(id), blocking);
    }

    /**
     * Returns a comparison when the comparison has ended, or at the latest after {@code atMost}.
     */
    public CompletionStage<Optional<ComparisonView>> await(ComparisonId id, Duration atMost) {
        LiveComparison running = live.get(id);
        if (running == null) {
            return find(id);
        }
        return running.whenEnded()
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), atMost.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(end -> end.isPresent() ? end : Optional.of(running.view()));
    }

    /** Returns comparisons without their jobs, the newest first. */
    public CompletionStage<List<ComparisonView>> list(
            Optional<JobState> state, Optional<Long> before, int limit) {
        return CompletableFuture.supplyAsync(
                () ->
                        store.list(state, before, limit).stream()
                                .map(read -> {
                                    LiveComparison running = live.get(read.id());
                                    return running == null ? read : running.view();
                                })
                                .toList(),
                blocking);
    }

    /**
     * Cancels a comparison and its current job. The comparison ends soon afterwards. A comparison
     * that has ended does not change.
     */
    public void cancel(ComparisonId id) {
        LiveComparison running = live.get(id);
        if (running != null) {
            JobId job = running.cancel();
            if (job != null) {
                jobs.cancel(job);
            }
            if (waiting.remove(running.view().order()) != null) {
                ComparisonView last = running.end(JobState.CANCELLED, clock.instant(), null);
                var _ = store.keep(last).thenRun(() -> over(running, last));
            }
        }
    }

    /** Stops the thread. Unfinished comparisons continue at the next start of the coordinator. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("the comparison thread did not stop within {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(ComparisonView comparison, long bytes) {
        LiveComparison fresh = new LiveComparison(comparison, bytes);
        live.put(comparison.id(), fresh);
        add(new RoundRunner(fresh, workloads, store, jobs, shares, clock));
    }

    private void add(RoundRunner runner) {
        waiting.put(runner.live().view().order(), runner);
        news.release();
    }

    private void over(LiveComparison ended, ComparisonView last) {
        ended.show(last);
        remove(ended);
    }

    private void remove(LiveComparison ended) {
        live.remove(ended.view().id());
        queuedBytes.free(ended.view().spec().submitter(), ended.bytes());
    }

    private Optional<ComparisonView> present(ComparisonId id) {
        LiveComparison running = live.get(id);
        return running == null ? store.find(id) : Optional.of(running.view());
    }

    private void loop() {
        try {
            while (true) {
                RoundRunner next = next();
                if (next.run()) {
                    remove(next.live());
                } else {
                    add(next);
                }
            }
        } catch (InterruptedException _) {
            // This node is shutting down.
        } catch (ExecutionException stopped) {
            LOG.error("the store has stopped, and with it comparisons", stopped);
        } catch (RuntimeException broken) {
            LOG.error("comparisons have stopped", broken);
        }
    }

    /**
     * Waits for the oldest comparison whose pools all have workers, and returns the comparison. A
     * comparison that waits for workers does not delay other comparisons.
     */
    private RoundRunner next() throws InterruptedException {
        while (true) {
            if (waiting.isEmpty()) {
                news.acquire();
            }
            news.drainPermits();
            for (Map.Entry<Long, RoundRunner> each : waiting.entrySet()) {
                if (each.getValue().ready() && waiting.remove(each.getKey(), each.getValue())) {
                    return each.getValue();
                }
            }
            if (!waiting.isEmpty()) {
                var _ = news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private static String message(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return String.valueOf((cause == null ? failure : cause).getMessage());
    }

    private static IllegalStateException gone(ComparisonId id) {
        return new IllegalStateException("comparison " + id + " was deleted meanwhile");
    }
}
