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
 * <p>The caller tells each method what happened and when, in nanoseconds of one monotonic clock. A
 * method that changes the schedule returns decisions, which the caller must carry out in the
 * sequence of the list. Not thread-safe.
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
     * @param random draws the random part of pauses. Tests use a fixed seed
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
     * dispatches none of the job's unsettled tasks, but adopts the attempts that workers say they
     * hold.
     *
     * @param settlements the settlements that the store keeps, at most one for each task
     * @param retried the attempt counts that the store keeps of tasks that were to run again; the
     *     counts of settled tasks are ignored
     * @param startedAgo nanoseconds since the job's first dispatch; negative if the job had no
     *     dispatch
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
     * Pauses or resumes dispatch. The caller pauses dispatch while the store keeps settlements more
     * slowly than settlements come.
     */
    public void pause(boolean paused) {
        board.pause(paused);
    }

    /**
     * Cancels a job: its waiting tasks never run, and workers are told to stop the job's attempts.
     */
    public List<Decision> cancel(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null && !job.over()) {
            cancel(job, now);
        }
        return decide(now);
    }

    /**
     * Forgets a job, and first cancels it if it is not over. If outcomes of the job still come, the
     * schedule drops these outcomes as late.
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
     * Returns whether a worker may join. A known worker always may join. To make room for an
     * unknown worker, forgets lost and left workers, the oldest first.
     */
    public boolean hasRoom(WorkerId id, SlotOffer offer) {
        return leases.hasRoom(id, offer);
    }

    /**
     * Takes a worker's report about starts and outcomes of attempts.
     *
     * <p>Reports count in the sequence of their numbers. The schedule acknowledges a repeated
     * report again. The schedule drops a report that comes too early, because the worker sends the
     * report again. The schedule drops the reports of a lost worker until a hello of the worker
     * lists the attempts that the worker still holds.
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

    /** Counts a worker whose JVM ended as lost. The worker's tasks run elsewhere immediately. */
    public List<Decision> exited(WorkerId id, String how, long now) {
        leases.exited(id, how, now);
        return decide(now);
    }

    /** Counts a worker as left after the worker has handed all attempts back. */
    public List<Decision> left(WorkerId id, long now) {
        leases.left(id, now);
        return decide(now);
    }

    /** Tells a worker to drain, so that the worker takes no more attempts. */
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
            pool.looking.removeIf(job -> !job.queue.hasMoreLater());
            pool.looking.forEach(dispatcher::touch);
            List.copyOf(pool.holding).forEach(job -> limits.watch(job, frozen, now));
            dispatcher.touch(pool);
        }
        limits.watchStrays(frozen, now);
        patience.watch(now);
        return decide(now);
    }

    /**
     * Returns for how many nanoseconds this node itself stood still: the time by which the tick is
     * late; 0 if the tick is late by less than the time between two ticks.
     */
    private long frozen(long now) {
        long expected = board.terms.tick().toNanos();
        long late = lastTickAt < 0 ? 0 : now - lastTickAt - expected;
        return late > expected ? late : 0;
    }

    /**
     * Returns how many slots a pool's jobs could use at this moment, including the slots that the
     * jobs hold.
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

    /** Returns a job's unsettled tasks of which an attempt is at a worker or has begun before. */
    public List<Unsettled> unsettled(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        return job == null ? List.of() : job.unsettled();
    }

    /**
     * Says in words for people what a job without slots waits for; empty if the job holds a slot,
     * is over or is unknown.
     */
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
     * The sample is empty if the sample was taken before, or if many rounds have ended since that
     * round.
     */
    public AttemptSample takeSample(JobId round) {
        return board.takeSample(round);
    }

    /**
     * Returns the workers that have joined. A worker counts as joined only after the worker has
     * heard this coordinator.
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

    /**
     * Returns whether the schedule knows a job. The schedule forgets an ended job only when no
     * worker has an attempt of the job any more.
     */
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
     * @param running whether an attempt of the task may be running at this moment
     * @param attempts how many attempts of the task have begun
     * @param worker the worker that runs the task or ran the task's last attempt; null if unknown
     */
    public record Unsettled(int task, boolean running, int attempts, @Nullable WorkerId worker) {}

    /** Returns the schedule's state, so that tests can look at it. */
    Board board() {
        return board;
    }

    private List<Decision> decide(long now) {
        dispatcher.fill(now);
        board.forgetEnded();
        return board.decisions.take();
    }
}
