package regatta.worker;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;
import regatta.workload.Workload;

/**
 * One attempt from its arrival to its report. Its slot's lock guards its fields; a task asks {@link
 * #isCancelled} without the lock.
 */
final class Attempt implements TaskContext {
    private static final Timings NEVER_RAN = new Timings(0, 0, 0, 0, 0, 0, 0);

    private final Work work;
    private final Dispatch dispatch;
    private final long arrivedAt;
    private volatile boolean cancelled;
    private boolean confirmed;
    private boolean startReported;
    private boolean begun;
    private long beganAt;
    private long idleNanos;
    private long endedAt;
    private long ranNanos;
    private Spent spent = Spent.UNKNOWN;
    private volatile long elsewhereNanos;
    private @Nullable Outcome outcome;

    /** What attempts of one message share; without a workload where this JVM has none. */
    record Work(JobId job, String kind, @Nullable Workload<?, ?, ?, ?> workload) {}

    Attempt(Work work, Dispatch dispatch, long arrivedAt) {
        this.work = work;
        this.dispatch = dispatch;
        this.arrivedAt = arrivedAt;
        this.confirmed = !dispatch.confirmStart();
    }

    JobId jobId() {
        return work.job();
    }

    @Override
    public int slot() {
        return dispatch.slot();
    }

    TaskAttempt name() {
        return new TaskAttempt(dispatch.task(), dispatch.attempt());
    }

    boolean confirmed() {
        return confirmed;
    }

    void confirm() {
        confirmed = true;
    }

    boolean begun() {
        return begun;
    }

    /** Whether nobody was told of its start yet; true once. */
    boolean takeStart() {
        boolean news = !startReported;
        startReported = true;
        return news;
    }

    void cancel() {
        cancelled = true;
    }

    /**
     * Notes that it begins.
     *
     * @param slotFreeSince when its slot's last attempt ended; for the slot's first attempt, when
     *     that arrived
     */
    void begin(long now, long slotFreeSince) {
        begun = true;
        beganAt = now;
        idleNanos = now - slotFreeSince;
    }

    long arrivedAt() {
        return arrivedAt;
    }

    /** Runs it on the calling thread; whatever it throws becomes its outcome. */
    Outcome run() {
        return TaskRun.run(work, dispatch.payload(), this);
    }

    /** Starts it on a loop; the loop's thread takes the outcome. */
    void start(EventLoop loop, Consumer<Outcome> whenEnded) {
        TaskRun.start(work, dispatch.payload(), this, loop, whenEnded);
    }

    /** Notes how it ended and what it had of the cores, as far as that is known yet. */
    void end(Outcome how, long now, Spent had) {
        outcome = how;
        endedAt = now;
        if (begun) {
            ranNanos = now - beganAt;
            spent = had.plusCpu(elsewhereNanos).within(ranNanos);
        }
    }

    /** How it ended; null before that. */
    @Nullable Outcome outcome() {
        return outcome;
    }

    /** Notes its share of what all of its pool had of the cores. */
    void share(Spent had) {
        spent = had.plusCpu(Math.min(elsewhereNanos, ranNanos));
    }

    Held held(State state) {
        return new Held(dispatch.slot(), dispatch.task(), dispatch.attempt(), state);
    }

    /** The part of a report that names it. */
    Ended ended(long now) {
        Outcome how = Objects.requireNonNull(outcome, "it has not ended");
        Timings timings =
                begun
                        ? new Timings(
                                beganAt - arrivedAt,
                                ranNanos,
                                spent.cpuNanos(),
                                spent.readyNanos(),
                                spent.turns(),
                                idleNanos,
                                now - endedAt)
                        : NEVER_RAN;
        return new Ended(dispatch.slot(), dispatch.task(), dispatch.attempt(), how, timings);
    }

    @Override
    public String job() {
        return work.job().value();
    }

    @Override
    public int index() {
        return dispatch.task();
    }

    @Override
    public int attempt() {
        return dispatch.attempt();
    }

    @Override
    public void usedElsewhere(long nanos) {
        elsewhereNanos = nanos;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
