package regatta.coordinator.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/**
 * The pure state machine that decides which attempt runs in which slot.
 *
 * <p>The caller tells each method what happened and when, in nanoseconds of one monotonic clock.
 * The method returns what the caller must do about it, in order. Not thread-safe.
 */
public final class Schedule {
    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Leases leases;
    private final TimeLimits limits;
    private final Patience patience;
    private long accepted;
    private long lastTickAt = -1;

    /**
     * Makes an empty schedule.
     *
     * @param random for the jitter of pauses; seeded in tests
     */
    public Schedule(ScheduleTerms terms, RandomGenerator random) {
        this.board = new Board(terms, random);
        this.dispatcher = new Dispatcher(board);
        Blame blame = new Blame(board, dispatcher);
        this.settler = new Settler(board, dispatcher, blame);
        this.leases = new Leases(board, dispatcher, settler);
        this.limits = new TimeLimits(board, dispatcher, settler);
        this.patience = new Patience(board, dispatcher, settler, blame);
    }

    /** Adds an accepted job, which the store has kept. */
    public List<Decision> accept(JobTerms terms, long now) {
        dispatcher.touch(add(terms, now));
        return decide(now);
    }

    private ScheduledJob add(JobTerms terms, long now) {
        ScheduledJob job =
                new ScheduledJob(
                        terms,
                        board.pool(terms.pool()),
                        accepted++,
                        board.terms.lookAhead(),
                        board.hosts,
                        now);
        board.add(job);
        return job;
    }

    /**
     * Adds a job that an earlier coordinator did not finish. Until {@link #resume} the schedule
     * dispatches none of its unsettled tasks, but adopts the attempts that workers say they hold.
     *
     * @param settlements the settlements that the store keeps, at most one for each task
     * @param retried the attempt counts that the store keeps of tasks that were to run again; those
     *     of settled tasks are ignored
     * @param startedAgo nanoseconds since the job's first dispatch; negative if there was none
     */
    public void recover(
            JobTerms terms,
            Stream<Settlement> settlements,
            List<Retried> retried,
            long startedAgo,
            long now) {
        ScheduledJob job = add(terms, now);
        job.recover(settlements, startedAgo, now);
        for (Retried one : retried) {
            if (job.awaits(one.task())) {
                settler.recover(job, one, now);
            }
        }
    }

    /** Begins to dispatch a recovered job. */
    public List<Decision> resume(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null) {
            job.queue.resume();
            dispatcher.touch(job);
        }
        return decide(now);
    }

    /**
     * Pauses dispatch while the store keeps settlements more slowly than they come, or resumes it.
     */
    public void pause(boolean paused) {
        board.pause(paused);
    }

    /** Cancels a job: its waiting tasks never run, and workers are told to stop the others. */
    public List<Decision> cancel(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null && !job.over()) {
            cancel(job, now);
        }
        return decide(now);
    }

    /**
     * Forgets a job, and first cancels it if it is not over. Outcomes of the job that still come
     * are dropped as late.
     */
    public List<Decision> forget(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null) {
            if (!job.over()) {
                cancel(job, now);
            }
            board.forgetLater(job);
            dispatcher.touch(job);
        }
        return decide(now);
    }

    private void cancel(ScheduledJob job, long now) {
        job.cancel();
        job.account.settled(now);
        dispatcher.closeAccount(job, now);
        limits.stopAll(job, now);
        dispatcher.touch(job);
    }

    /** Takes a worker's hello: the worker joins, returns, or is still there. */
    public List<Decision> hello(WorkerJoin join, long now) {
        leases.hello(join, now);
        return decide(now);
    }

    /**
     * Returns whether a worker may join. A known worker always may. To make room for another one,
     * forgets lost and left workers, the oldest first.
     */
    public boolean hasRoom(WorkerId id, SlotOffer offer) {
        return leases.hasRoom(id, offer);
    }

    /**
     * Takes a worker's report of what happened there.
     *
     * <p>Reports count in the order of their numbers. The schedule acknowledges a repeated report
     * again. It drops a report that comes too early, because the worker sends it again. It drops
     * the reports of a lost worker until the worker's hello says what it still holds.
     *
     * @param sequence the report's number
     */
    public List<Decision> report(WorkerId id, long sequence, List<JobReport> jobs, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null && worker.present()) {
            worker.heard(now);
            if (worker.expects(sequence)) {
                worker.reportedUpTo(sequence);
                jobs.forEach(job -> settler.report(worker, job, now));
            }
            if (sequence <= worker.lastReport()) {
                board.decisions.acknowledge(worker);
            }
        }
        return decide(now);
    }

    /** Counts a worker whose JVM ended as lost. Its tasks run elsewhere at once. */
    public List<Decision> exited(WorkerId id, String how, long now) {
        leases.exited(id, how, now);
        return decide(now);
    }

    /** Counts a worker as left after it has handed everything back. */
    public List<Decision> left(WorkerId id, long now) {
        leases.left(id, now);
        return decide(now);
    }

    /** Tells a worker to drain, so that it takes nothing new. */
    public List<Decision> drain(WorkerId id, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null && worker.present()) {
            leases.drain(worker, now);
            board.decisions.add(new Decision.Drain(id));
        }
        return decide(now);
    }

    /** Checks leases, time limits and pauses, because time has passed. */
    public List<Decision> tick(long now) {
        long frozen = frozen(now);
        lastTickAt = now;
        leases.expire(frozen, now);
        for (Pool pool : board.pools()) {
            for (ScheduledJob job : pool.jobs) {
                if (job.queue.hasDelayed()) {
                    dispatcher.touch(job);
                }
            }
            List.copyOf(pool.holding).forEach(job -> limits.watch(job, frozen, now));
            dispatcher.touch(pool);
        }
        limits.watchStrays(frozen, now);
        patience.watch(now);
        return decide(now);
    }

    /**
     * Returns how long this node itself stood still: the time by which this tick is late, or 0 if
     * it is late by less than a tick.
     */
    private long frozen(long now) {
        long expected = board.terms.tick().toNanos();
        long late = lastTickAt < 0 ? 0 : now - lastTickAt - expected;
        return late > expected ? late : 0;
    }

    /**
     * Returns how many slots a pool's jobs could use at this moment, including those that they
     * hold.
     */
    public int wantedSlots(String pool) {
        long wanted = 0;
        for (ScheduledJob job : board.pool(pool).jobs) {
            wanted += Math.min(job.slots(), job.remaining());
        }
        return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    /** Returns the workers of a pool that hold attempts. */
    public Set<WorkerId> busyWorkers(String pool) {
        Set<WorkerId> busy = new HashSet<>();
        for (ScheduledWorker worker : board.pool(pool).workers.values()) {
            if (worker.running() > 0) {
                busy.add(worker.id);
            }
        }
        return busy;
    }

    /** Returns in how many slots an attempt of a job runs. */
    public int running(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        return job == null ? 0 : job.holds.size();
    }

    /** Returns the tasks of a job that a worker has, or had before they returned to the queue. */
    public List<Unsettled> unsettled(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        return job == null ? List.of() : job.unsettled();
    }

    /** Returns what a job that makes no progress waits for; empty while it advances. */
    public Optional<String> waitingFor(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        if (job == null || job.over() || !job.holds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                board.paused()
                        ? "the store to keep settlements"
                        : board.poolOf(job).waitingFor(job, board.hosts));
    }

    public Optional<RunReport> runReport(JobId id, String mode, boolean cpuShared) {
        return Optional.ofNullable(board.jobs.get(id))
                .map(job -> job.account.report(mode, job.terms.tasks(), cpuShared));
    }

    /**
     * Returns and removes the sample of attempts of an ended round, once the round is forgotten.
     * The sample is empty if it was taken before, or if many rounds have ended since.
     */
    public AttemptSample takeSample(JobId round) {
        return board.takeSample(round);
    }

    /**
     * Returns the workers that have joined. A worker has joined only after it has heard this
     * coordinator.
     */
    public List<WorkerView> workers() {
        return board.workers.values().stream()
                .filter(ScheduledWorker::welcomed)
                .map(ScheduledWorker::view)
                .toList();
    }

    /**
     * Returns how much of each worker's slot time went to jobs that are no rounds of a comparison.
     */
    public List<SlotUse> slotUse(long now) {
        return board.workers.values().stream()
                .map(worker -> new SlotUse(worker.view(), worker.othersNanos(now)))
                .toList();
    }

    /** Returns whether anything of a job may still run somewhere. */
    public boolean knows(JobId id) {
        return board.jobs.containsKey(id);
    }

    /** Returns whether a worker is present or remembered. */
    public boolean knows(WorkerId worker) {
        return board.worker(worker) != null;
    }

    /** Returns how many outcomes came too late or twice and were dropped. */
    public long lateOutcomes() {
        return board.lateOutcomes();
    }

    /**
     * The progress of a task that is not settled.
     *
     * @param running whether it may be running at this moment
     * @param attempts how many of its attempts have begun
     * @param worker the worker that runs it or ran its last attempt; null if unknown
     */
    public record Unsettled(int task, boolean running, int attempts, @Nullable WorkerId worker) {}

    /** Returns everything that the schedule knows; for tests. */
    Board board() {
        return board;
    }

    private List<Decision> decide(long now) {
        dispatcher.fill(now);
        board.forgetEnded();
        return board.decisions.take();
    }
}
