package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.api.Watch;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** Keeps jobs that only the test moves on; what it was asked to submit can be looked at. */
final class ScriptedCoordinator implements Jobs, Cluster {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final Map<JobId, JobView> jobs = new ConcurrentHashMap<>();
    final Map<String, SubmitReply> replies = new ConcurrentHashMap<>();
    final Map<String, String> digests = new ConcurrentHashMap<>();
    final Map<JobId, LeftFile.Lookup> files = new ConcurrentHashMap<>();
    final Map<String, JobSettings> retries = new ConcurrentHashMap<>();
    final Map<JobId, String> discarded = new ConcurrentHashMap<>();
    final Map<String, WorkerView> workers = new ConcurrentHashMap<>();
    volatile boolean silent;
    volatile @Nullable String unready;
    volatile int processes;

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Object watchersChange = new Object();

    private record Watcher(JobId id, Consumer<JobView> to) {}

    @Override
    public CompletionStage<SubmitReply> submit(
            JobSpec spec, long bytes, Optional<IdempotencyKey> key) {
        return answer(() -> submitted(spec, key));
    }

    @Override
    public CompletionStage<SubmitReply> retryFailed(
            JobId of,
            JobSettings settings,
            @Nullable String submitter,
            Optional<IdempotencyKey> key) {
        return answer(() -> {
            retries.put(of.value(), settings);
            JobView job = jobs.get(of);
            return job == null
                    ? new SubmitReply.NoJob()
                    : job.state().terminal()
                            ? submitted(job.spec().by(submitter), key)
                            : new SubmitReply.NothingToRetry("it runs");
        });
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobId id) {
        return answer(() -> Optional.ofNullable(jobs.get(id)));
    }

    @Override
    public CompletionStage<Optional<JobView>> whole(JobId id) {
        return find(id);
    }

    @Override
    public CompletionStage<Optional<JobView>> await(JobId id, Duration atMost) {
        if (!jobs.containsKey(id)) {
            return find(id);
        }
        CompletableFuture<JobView> ended = new CompletableFuture<>();
        Watch watch =
                watch(
                        id,
                        job -> {
                            if (job.state().terminal()) {
                                ended.complete(job);
                            }
                        });
        return ended.<Optional<JobView>>thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), atMost.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(end -> {
                    watch.close();
                    return Optional.ofNullable(jobs.get(id));
                });
    }

    @Override
    public Watch watch(JobId id, Consumer<JobView> to) {
        Watcher watcher = new Watcher(id, to);
        changeWatchers(() -> watchers.add(watcher));
        Optional.ofNullable(jobs.get(id)).ifPresent(to);
        return () -> changeWatchers(() -> watchers.remove(watcher));
    }

    /** Waits until that many watch a job. */
    void awaitWatchers(JobId id, int count) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        synchronized (watchersChange) {
            while (watchers.stream().filter(watcher -> watcher.id().equals(id)).count() != count) {
                assertThat(System.nanoTime() - until).as("watchers").isNegative();
                watchersChange.wait(1_000);
            }
        }
    }

    private void changeWatchers(Runnable change) {
        synchronized (watchersChange) {
            change.run();
            watchersChange.notifyAll();
        }
    }

    @Override
    public CompletionStage<Optional<LeftFile.Lookup>> file(JobId id, int task) {
        return answer(() -> Optional.ofNullable(files.get(id)));
    }

    @Override
    public CompletionStage<Optional<JobView>> cancel(JobId id) {
        change(id, job -> with(job, JobState.CANCELLED, job.progress(), null));
        return find(id);
    }

    @Override
    public CompletionStage<Deletion> delete(JobId id) {
        return answer(() -> {
            JobView job = jobs.get(id);
            if (job == null) {
                return new Deletion.Absent();
            }
            if (!job.state().terminal()) {
                return new Deletion.Unfinished();
            }
            jobs.remove(id);
            return new Deletion.Done();
        });
    }

    @Override
    public void discardFiles(JobId id, String kind) {
        discarded.put(id, kind);
    }

    @Override
    public CompletionStage<Optional<AttemptSample>> timeLine(JobId id) {
        return answer(
                () -> jobs.containsKey(id) ? Optional.of(AttemptSample.NONE) : Optional.empty());
    }

    @Override
    public CompletionStage<AttemptSample> takeSample(JobId round) {
        return CompletableFuture.completedStage(AttemptSample.NONE);
    }

    @Override
    public CompletionStage<List<SlotUse>> slotUse() {
        return answer(List::of);
    }

    @Override
    public CompletionStage<Optional<String>> unready() {
        return answer(() -> Optional.ofNullable(unready));
    }

    @Override
    public CompletionStage<List<WorkerView>> workers() {
        return answer(() -> List.copyOf(workers.values()));
    }

    @Override
    public CompletionStage<Optional<WorkerView>> drain(WorkerId id) {
        return answer(() -> Optional.ofNullable(workers.get(id.value())));
    }

    @Override
    public CompletionStage<Integer> scale(int count) {
        processes = count;
        return answer(() -> count);
    }

    private <T> CompletionStage<T> answer(Supplier<T> value) {
        return silent
                ? CompletableFuture.failedStage(new TimeoutException("it does not answer"))
                : CompletableFuture.completedStage(value.get());
    }

    private SubmitReply submitted(JobSpec spec, Optional<IdempotencyKey> named) {
        String key = named.map(IdempotencyKey::value).orElse("");
        String digest = named.map(IdempotencyKey::bodyDigest).orElse("");
        if (!key.isEmpty() && replies.containsKey(key)) {
            return digest.equals(digests.get(key)) ? replies.get(key) : new SubmitReply.KeyReused();
        }
        if (spec.name().equals("full")) {
            return new SubmitReply.Full("10 jobs wait, which is the limit");
        }
        if (spec.name().equals("busy")) {
            return new SubmitReply.Busy("the disk is full");
        }
        if (spec.name().equals("slow")) {
            return new SubmitReply.Unknown(new JobId("0123456789abcdef"));
        }
        SubmitReply reply = new SubmitReply.Accepted(add(spec));
        if (!key.isEmpty()) {
            replies.put(key, reply);
            digests.put(key, digest);
        }
        return reply;
    }

    JobView job(String id) {
        return Objects.requireNonNull(jobs.get(new JobId(id)));
    }

    JobView add(JobSpec spec) {
        JobView job =
                new JobView(
                        JobId.random(),
                        jobs.size(),
                        JobState.QUEUED,
                        spec.mode().orElse("batch"),
                        spec.slots().orElse(1),
                        spec,
                        START,
                        null,
                        null,
                        new Progress(4, 0, 0, 0),
                        1,
                        null,
                        null,
                        null,
                        null);
        jobs.put(job.id(), job);
        return job;
    }

    void progress(JobId id, int succeeded) {
        change(id, job -> with(job, JobState.RUNNING, new Progress(4, succeeded, 0, 1), null));
    }

    /** Nothing of it runs any more, though nothing of it was settled. */
    void waits(JobId id, String what) {
        change(
                id,
                job -> {
                    Progress before = job.progress();
                    return view(
                            job,
                            job.state(),
                            new Progress(before.total(), before.succeeded(), before.failed(), 0),
                            job.version(),
                            null,
                            what);
                });
    }

    void succeed(JobId id, Record output) {
        change(id, job -> with(job, JobState.SUCCEEDED, new Progress(4, 4, 0, 0), output));
    }

    private void change(JobId id, UnaryOperator<JobView> by) {
        JobView changed = jobs.computeIfPresent(id, (_, job) -> by.apply(job));
        watchers.stream()
                .filter(watcher -> watcher.id().equals(id) && changed != null)
                .forEach(watcher -> watcher.to().accept(changed));
    }

    private static JobView with(
            JobView job, JobState state, Progress progress, @Nullable Record output) {
        return view(job, state, progress, job.version() + 1, output, null);
    }

    private static JobView view(
            JobView job,
            JobState state,
            Progress progress,
            long version,
            @Nullable Record output,
            @Nullable String waitingFor) {
        boolean ended = state.terminal();
        return new JobView(
                job.id(),
                job.order(),
                state,
                job.mode(),
                job.slots(),
                job.spec(),
                job.submittedAt(),
                START.plusMillis(10),
                ended ? START.plusMillis(1_500) : null,
                progress,
                version,
                output,
                ended ? report() : null,
                null,
                waitingFor);
    }

    private static RunReport report() {
        Distribution none = new Distribution(0, 0, 0, 0, 0, 0);
        return new RunReport(
                "batch",
                1,
                4,
                4,
                0,
                1.25,
                1.0,
                false,
                new RunReport.Ready(0.25, 40),
                new RunReport.SlotAccount(1, 0.125, 0.125),
                none,
                none,
                none,
                none,
                List.of(
                        new RunReport.WorkerShare(
                                "batch",
                                4,
                                1,
                                new RunReport.JvmShare(0.01, 1_000, 0, 0, 1 << 20, 1 << 21))));
    }

    @Override
    public CompletionStage<JobPage> list(JobFilter filter, int limit) {
        return answer(() -> page(filter, limit));
    }

    private JobPage page(JobFilter filter, int limit) {
        List<JobView> found =
                jobs.values().stream()
                        .filter(job -> filter.before().filter(b -> job.order() >= b).isEmpty())
                        .filter(job -> filter.state().filter(s -> s != job.state()).isEmpty())
                        .sorted(Comparator.comparingLong(JobView::order).reversed())
                        .toList();
        return found.size() <= limit
                ? new JobPage(found, Optional.empty())
                : new JobPage(found.subList(0, limit), Optional.of(found.get(limit - 1).order()));
    }

    @Override
    public CompletionStage<Optional<TaskPage>> tasks(JobId id, TaskFilter filter, int limit) {
        return answer(() -> page(id, filter, limit));
    }

    private Optional<TaskPage> page(JobId id, TaskFilter filter, int limit) {
        JobView job = jobs.get(id);
        if (job == null) {
            return Optional.empty();
        }
        List<TaskView> items = new ArrayList<>();
        int total = job.progress().total();
        int end = Math.min(total, filter.from() + limit);
        for (int i = filter.from(); i < end; i++) {
            items.add(
                    new TaskView(
                            i,
                            TaskView.State.SUCCEEDED,
                            1,
                            "batch",
                            new TaskView.TaskTimings(0.5, 0, 0.25, 0.25, 0),
                            String.valueOf(i),
                            null,
                            null));
        }
        return Optional.of(new TaskPage(items, end < total ? Optional.of(end) : Optional.empty()));
    }
}
