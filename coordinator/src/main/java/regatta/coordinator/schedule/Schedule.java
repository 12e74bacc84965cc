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
 * <p>Each method is told what happened and when, in nanoseconds of one monotonic clock that never
 * goes back, and returns what is to be done about it, in order. Not safe for use from several
 * threads.
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

    /** A job was accepted, durably. */
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
     * A job that an earlier coordinator did not finish goes on with its unsettled tasks. Until
     * {@link #resume} the schedule dispatches nothing of it, but adopts the attempts that workers
     * say they hold.
     *
     * @param settlements those that the store keeps, one a task
     * @param retried what the store keeps of tasks that came back; for settled tasks it is ignored
     * @param startedAgo nanoseconds since its first dispatch; negative when there was none
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

    /** A recovered job may be dispatched from now on. */
    public List<Decision> resume(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null) {
            job.queue.resume();
            dispatcher.touch(job);
        }
        return decide(now);
    }

    /** Whether dispatch pauses because the store keeps settlements slower than they come. */
    public void pause(boolean paused) {
        board.pause(paused);
    }

    /** A job ends: its waiting tasks never run, and its workers are told to stop the others. */
    public List<Decision> cancel(JobId id, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job != null && !job.over()) {
            cancel(job, now);
        }
        return decide(now);
    }

    /**
     * The schedule forgets a job, and cancels it first if it is not over. Outcomes that still come
     * for it are late.
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

    /** A worker said hello: it joined, came back, or is still there. */
    public List<Decision> hello(WorkerJoin join, long now) {
        leases.hello(join, now);
        return decide(now);
    }

    /**
     * Whether a worker may join. A worker that is known may; for another, workers that are gone are
     * forgotten, the oldest first.
     */
    public boolean hasRoom(WorkerId id, SlotOffer offer) {
        return leases.hasRoom(id, offer);
    }

    /**
     * A worker reported what happened there.
     *
     * <p>Reports count in the order of their numbers. The schedule acknowledges a report again that
     * it knows, and drops one that comes too early, since the worker sends it again. It drops the
     * reports of a lost worker until a hello of it says what it still holds.
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

    /** A worker's JVM ended; its tasks run elsewhere at once. */
    public List<Decision> exited(WorkerId id, String how, long now) {
        leases.exited(id, how, now);
        return decide(now);
    }

    /** A worker left by itself, after handing everything back. */
    public List<Decision> left(WorkerId id, long now) {
        leases.left(id, now);
        return decide(now);
    }

    /** A worker is to take nothing new. */
    public List<Decision> drain(WorkerId id, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null && worker.present()) {
            leases.drain(worker, now);
            board.decisions.add(new Decision.Drain(id));
        }
        return decide(now);
    }

    /** Time passed: the schedule looks at leases, time limits and pauses. */
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

    /** How long this node itself stood still: by how much a tick came late, if by much. */
    private long frozen(long now) {
        long expected = board.terms.tick().toNanos();
        long late = lastTickAt < 0 ? 0 : now - lastTickAt - expected;
        return late > expected ? late : 0;
    }

    /** Slots of a pool that its jobs could use at this moment, those that they hold included. */
    public int wantedSlots(String pool) {
        long wanted = 0;
        for (ScheduledJob job : board.pool(pool).jobs) {
            wanted += Math.min(job.slots(), job.remaining());
        }
        return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    /** Workers of a pool that hold attempts. */
    public Set<WorkerId> busyWorkers(String pool) {
        Set<WorkerId> busy = new HashSet<>();
        for (ScheduledWorker worker : board.pool(pool).workers.values()) {
            if (worker.running() > 0) {
                busy.add(worker.id);
            }
        }
        return busy;
    }

    /** Slots of a job in which an attempt runs. */
    public int running(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        return job == null ? 0 : job.holds.size();
    }

    /** The tasks of a job that a worker has, or had before they came back to wait. */
    public List<Unsettled> unsettled(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        return job == null ? List.of() : job.unsettled();
    }

    /** What a job that makes no progress waits for; empty while it advances. */
    public Optional<String> waitingFor(JobId id) {
        ScheduledJob job = board.jobs.get(id);
        if (job == null || job.over() || !job.holds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                board.paused()
                        ? "the store to keep what is settled"
                        : board.poolOf(job).waitingFor(job, board.hosts));
    }

    public Optional<RunReport> runReport(JobId id, String mode, boolean cpuShared) {
        return Optional.ofNullable(board.jobs.get(id))
                .map(job -> job.account.report(mode, job.terms.tasks(), cpuShared));
    }

    /**
     * Attempts of a round that ended and is forgotten. They can be had once; none where others
     * asked before, or where many rounds ended since.
     */
    public AttemptSample takeSample(JobId round) {
        return board.takeSample(round);
    }

    /** The workers that have joined. One that never heard this coordinator has not. */
    public List<WorkerView> workers() {
        return board.workers.values().stream()
                .filter(ScheduledWorker::welcomed)
                .map(ScheduledWorker::view)
                .toList();
    }

    /** How much of each worker's slot time went to jobs that are no rounds of a comparison. */
    public List<SlotUse> slotUse(long now) {
        return board.workers.values().stream()
                .map(worker -> new SlotUse(worker.view(), worker.othersNanos(now)))
                .toList();
    }

    /** Whether anything of a job may still run somewhere. */
    public boolean knows(JobId id) {
        return board.jobs.containsKey(id);
    }

    /** Whether a worker is there or remembered. */
    public boolean knows(WorkerId worker) {
        return board.worker(worker) != null;
    }

    /** Outcomes so far that came too late or twice and were dropped. */
    public long lateOutcomes() {
        return board.lateOutcomes();
    }

    /**
     * A task that is not settled, as far as it came.
     *
     * @param running whether it may be running at this moment
     * @param attempts how many have begun
     * @param worker who runs it or ran its last attempt, as far as is known
     */
    public record Unsettled(int task, boolean running, int attempts, @Nullable WorkerId worker) {}

    /** Everything that the schedule knows; for tests. */
    Board board() {
        return board;
    }

    private List<Decision> decide(long now) {
        dispatcher.fill(now);
        board.forgetEnded();
        return board.decisions.take();
    }
}
