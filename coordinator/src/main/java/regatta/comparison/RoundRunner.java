package regatta.comparison;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.SystemDelay;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.workload.Violation;
import regatta.workload.Workloads;

/** Runs the rounds of one comparison. Confined to the thread that runs comparisons. */
final class RoundRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** The pause before a refused job is submitted again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * How many of the newest jobs a restarted coordinator searches for the job of an interrupted
     * round.
     */
    private static final int LOOK_BACK = 1_000;

    /**
     * The largest number of attempts that a comparison keeps for time lines. As JSON, so many
     * attempts take some 15 MB.
     */
    private static final int MOST_ATTEMPTS = 200_000;

    private static final double NANOS = 1e9;

    /**
     * How long to observe the machine before the first round. The system counts processor time in
     * hundredths of a second. So one second on two cores shows with a precision of half a percent
     * how much time the hypervisor gave to other virtual machines.
     */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LiveComparison live;
    private final ComparisonSpec spec;
    private final KeptComparisons store;
    private final RoundJobs jobs;
    private final SlotShares shares;
    private final Clock clock;
    private final OutputCheck check;
    private @Nullable Surroundings surroundings;
    private long origin;
    private double submittedSeconds;

    RoundRunner(
            LiveComparison live,
            Workloads workloads,
            KeptComparisons store,
            RoundJobs jobs,
            SlotShares shares,
            Clock clock) {
        this.live = live;
        this.check = new OutputCheck(workloads, live.view().rounds());
        this.spec = live.view().spec();
        this.store = store;
        this.jobs = jobs;
        this.shares = shares;
        this.clock = clock;
    }

    LiveComparison live() {
        return live;
    }

    /**
     * Returns whether every pool of nodes that the comparison needs has a worker. If a pool has no
     * worker, clients see that the comparison waits for a worker of the pool.
     */
    boolean ready() throws InterruptedException {
        if (live.cancelled()) {
            return true;
        }
        Set<String> pools = new LinkedHashSet<>();
        for (Arm arm : spec.plan().arms()) {
            if (arm.placement() == Placement.NODES) {
                pools.add(arm.mode());
            }
        }
        if (!pools.isEmpty()) {
            jobs.slotUse().stream()
                    .map(SlotUse::worker)
                    .filter(worker -> worker.state() == WorkerView.State.JOINED)
                    .forEach(worker -> pools.remove(worker.pool()));
        }
        live.waitsFor(pools.isEmpty() ? null : "no worker in pool " + String.join(", ", pools));
        return pools.isEmpty();
    }

    /**
     * Runs rounds until the comparison's end is kept, or until a pool that the comparison needs has
     * lost the pool's last worker.
     *
     * @return whether the comparison has ended
     * @throws InterruptedException if this node shuts down; the comparison continues at the next
     *     start of the coordinator
     * @throws ExecutionException if the store has stopped
     */
    boolean run() throws InterruptedException, ExecutionException {
        try {
            if (!rounds()) {
                return false;
            }
            if (live.cancelled()) {
                end(JobState.CANCELLED, null);
            } else {
                checkFigures();
                end(JobState.SUCCEEDED, null);
            }
        } catch (ComparisonFailedException failed) {
            fail(failed.failure());
        } catch (RuntimeException broken) {
            LOG.error("comparison {} cannot go on", live.view().id(), broken);
            fail(new Failure("internal", String.valueOf(broken), false));
        }
        return true;
    }

    /**
     * Checks that all figures can be computed, because a comparison that has succeeded must have a
     * report.
     */
    private void checkFigures() throws ComparisonFailedException {
        try {
            Machine machine = Objects.requireNonNull(live.view().machine(), "rounds have run");
            Analysis.of(live.view().measured(), machine);
        } catch (IllegalArgumentException none) {
            throw new ComparisonFailedException("no figures: " + none.getMessage());
        }
    }

    private void fail(Failure why) throws InterruptedException, ExecutionException {
        if (live.cancelled()) {
            end(JobState.CANCELLED, null);
        } else {
            end(JobState.FAILED, why);
        }
    }

    /**
     * Runs rounds until the comparison needs no more rounds or is cancelled. Returns false if the
     * rounds stop earlier, because a pool has no worker.
     */
    private boolean rounds()
            throws InterruptedException, ExecutionException, ComparisonFailedException {
        if (surroundings == null) {
            surroundings = begin();
        }
        Optional<Plan.Turn> next = next();
        while (next.isPresent() && !live.cancelled()) {
            if (!ready() || !round(next.get(), surroundings)) {
                return false;
            }
            next = next();
        }
        live.ranOn(surroundings.machine());
        return true;
    }

    private Surroundings begin() throws InterruptedException, ExecutionException {
        boolean restarted = live.view().startedAt() != null;
        if (restarted) {
            live.note(List.of("The coordinator was started again during the rounds."));
            clearUp();
        } else {
            keepEarlier();
        }
        Surroundings around = new Surroundings(jobs, shares, LOOK, restarted);
        Instant now = clock.instant();
        kept(store.keep(live.begin(now)));
        origin = System.nanoTime() - sinceStart(now).toNanos();
        return around;
    }

    /**
     * Stores the rounds that ran before an interruption and after which this comparison continues.
     */
    private void keepEarlier() throws InterruptedException, ExecutionException {
        for (Round round : live.view().rounds()) {
            kept(store.add(live.view().id(), round));
        }
    }

    /** Returns the time since the comparison started, perhaps on an earlier coordinator. */
    private Duration sinceStart(Instant now) {
        Instant started = live.view().startedAt();
        Duration since = started == null ? Duration.ZERO : Duration.between(started, now);
        return since.isNegative() ? Duration.ZERO : since;
    }

    private Optional<Plan.Turn> next() {
        return spec.plan().next(live.view().rounds());
    }

    /**
     * Cancels the job of a round that an earlier coordinator did not finish, and deletes the job's
     * files. The round runs again as another job.
     */
    private void clearUp() throws InterruptedException {
        String own = live.view().id().value();
        for (JobView job : jobs.latest(LOOK_BACK)) {
            if (own.equals(job.spec().comparisonOrNull())) {
                if (!job.state().terminal()) {
                    jobs.cancel(job.id());
                    awaitEnd(job.id());
                }
                jobs.discardFiles(job.id(), job.spec().kind());
            }
        }
    }

    /**
     * Runs one round. Returns false if the round did not end because the round's pool lost its last
     * worker.
     */
    private boolean round(Plan.Turn turn, Surroundings around)
            throws InterruptedException, ExecutionException, ComparisonFailedException {
        JobSpec job = spec.job(turn.arm());
        Surroundings.Start start = around.begin();
        Instant startedAt = clock.instant();
        submittedSeconds = (System.nanoTime() - origin) / NANOS;
        JobId id = submit(job.with(job.workload(), live.view().id().value()));
        if (live.runs(turn, id)) {
            jobs.cancel(id);
        }
        try {
            Optional<JobView> ended = awaitEndOrLoss(id);
            if (ended.isPresent() && !live.cancelled()) {
                accept(turn, ended.get(), around, start, startedAt);
            }
            return ended.isPresent();
        } finally {
            jobs.discardFiles(id, job.kind());
        }
    }

    /**
     * Waits for the end of a round. Returns empty if the round was given up because its pool has
     * lost its last worker.
     */
    private Optional<JobView> awaitEndOrLoss(JobId id) throws InterruptedException {
        while (true) {
            JobView job = await(id);
            if (job.state().terminal()) {
                return Optional.of(job);
            }
            if (job.waitingFor() != null && !live.cancelled() && !ready()) {
                jobs.cancel(id);
                awaitEnd(id);
                live.givesUp();
                ready();
                return Optional.empty();
            }
            live.waitsFor(job.waitingFor());
        }
    }

    private void accept(
            Plan.Turn turn,
            JobView job,
            Surroundings around,
            Surroundings.Start start,
            Instant startedAt)
            throws InterruptedException, ExecutionException, ComparisonFailedException {
        String arm = turn.arm().label();
        RunReport report = job.report();
        if (job.state() != JobState.SUCCEEDED || report == null) {
            throw new ComparisonFailedException(
                    "%s: job %s %s%s".formatted(arm, job.id(), job.state(), reason(job)));
        }
        Conditions conditions = around.end(start, report);
        OutputCheck.Checked checked = check.accept(arm, job);
        check.look(job, jobs.succeeded(job.id()));
        live.note(check.notes());
        Round round =
                new Round(
                        arm,
                        turn.block(),
                        turn.warmUp(),
                        job.id().value(),
                        startedAt,
                        startSeconds(startedAt, job),
                        conditions,
                        report,
                        checked.answer(),
                        checked.unfit(),
                        figures(checked, report),
                        checked.mark(),
                        sample(job.id()));
        kept(store.add(live.view().id(), round));
        live.add(round, around.machine());
    }

    /** Returns the numbers in the output, and the message delays that the actor system measured. */
    private static Map<String, Double> figures(OutputCheck.Checked checked, RunReport report) {
        Map<String, Double> figures = new LinkedHashMap<>(checked.figures());
        figures.putAll(SystemDelay.figures(report));
        return figures;
    }

    /**
     * Returns when the round's first attempt was dispatched, in seconds since the comparison
     * started. The wall clock measures the time from submission to dispatch. This time is short,
     * and the same coordinator reads the clock at the submission and at the dispatch.
     */
    private double startSeconds(Instant submitted, JobView job) {
        Instant dispatched = job.startedAt() == null ? submitted : job.startedAt();
        Duration queued = Duration.between(submitted, dispatched);
        return submittedSeconds + Math.max(0, queued.toNanos()) / NANOS;
    }

    /**
     * Returns a sample of a round's attempts. The sample is smaller if the comparison has many
     * rounds.
     */
    private AttemptSample sample(JobId id) throws InterruptedException {
        int kept =
                live.view().rounds().stream()
                        .mapToInt(round -> round.sample().attempts().size())
                        .sum();
        int share = MOST_ATTEMPTS / Math.max(1, spec.plan().expected(List.of()));
        return jobs.takeSample(id)
                .atMost(Math.min(share, MOST_ATTEMPTS - kept), id.value().hashCode());
    }

    private JobId submit(JobSpec job) throws InterruptedException, ComparisonFailedException {
        // Clients' keys cannot contain a space, so this key never equals a client's key.
        IdempotencyKey key = new IdempotencyKey("round " + JobId.random(), "");
        while (true) {
            switch (jobs.submit(job, key)) {
                case SubmitReply.Accepted(JobView accepted) -> {
                    return accepted.id();
                }
                case SubmitReply.Full(String why) -> pause(why);
                case SubmitReply.Busy(String why) -> pause(why);
                case SubmitReply.Refused(Violation why) ->
                        throw new ComparisonFailedException(why.detail());
                case SubmitReply.Unknown _ ->
                        pause("it is unknown whether the coordinator accepted a round");
                case SubmitReply.KeyReused() ->
                        throw new IllegalStateException("two rounds have the key " + key.value());
                case SubmitReply.NoJob(),
                        SubmitReply.NothingToRetry _,
                        SubmitReply.NotRepeatable _ ->
                        throw new IllegalStateException("a round is no repetition of failures");
            }
        }
    }

    private void pause(String why) throws InterruptedException, ComparisonFailedException {
        if (live.cancelled()) {
            throw new ComparisonFailedException(why);
        }
        Thread.sleep(PAUSE);
    }

    private JobView awaitEnd(JobId id) throws InterruptedException {
        while (true) {
            JobView job = await(id);
            if (job.state().terminal()) {
                return job;
            }
        }
    }

    private JobView await(JobId id) throws InterruptedException {
        return jobs.await(id, ASK_AGAIN)
                .orElseThrow(() -> new IllegalStateException("job " + id + " was deleted"));
    }

    private void end(JobState how, @Nullable Failure failure)
            throws InterruptedException, ExecutionException {
        ComparisonView last = live.end(how, clock.instant(), failure);
        kept(store.keep(last));
        live.show(last);
    }

    private static void kept(CompletionStage<Void> stage)
            throws InterruptedException, ExecutionException {
        stage.toCompletableFuture().get();
    }

    private static String reason(JobView job) {
        return job.failure() == null ? "" : ": " + job.failure().message();
    }
}
