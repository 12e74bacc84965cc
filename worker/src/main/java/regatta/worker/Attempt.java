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
 * The state of one attempt, from the attempt's arrival to the report of its outcome. The lock of
 * the attempt's slot guards the fields. A task calls {@link #isCancelled} and {@link
 * #usedElsewhere} without the lock.
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

    /**
     * The job and the workload that all attempts of one message from the coordinator have in
     * common.
     *
     * @param workload the code that runs the attempts; null if this JVM has no workload of {@code
     *     kind}
     */
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

    /**
     * Marks the start of this attempt as reported. Returns false if the start was already marked.
     */
    boolean takeStart() {
        boolean news = !startReported;
        startReported = true;
        return news;
    }

    void cancel() {
        cancelled = true;
    }

    /**
     * Notes that the attempt begins.
     *
     * @param slotFreeSince the time when the previous attempt of the slot ended; for the slot's
     *     first attempt, the time when that attempt arrived
     */
    void begin(long now, long slotFreeSince) {
        begun = true;
        beganAt = now;
        idleNanos = now - slotFreeSince;
    }

    long arrivedAt() {
        return arrivedAt;
    }

    /**
     * Runs the attempt on the calling thread. Whatever the task throws becomes a failed or
     * cancelled outcome.
     */
    Outcome run() {
        return TaskRun.run(work, dispatch.payload(), this);
    }

    /**
     * Starts the attempt on an event loop. The loop's thread gives the outcome to {@code
     * whenEnded}.
     */
    void start(EventLoop loop, Consumer<Outcome> whenEnded) {
        TaskRun.start(work, dispatch.payload(), this, loop, whenEnded);
    }

    /**
     * Notes the outcome of the attempt, and how much processor time the attempt used, if this time
     * is known yet.
     */
    void end(Outcome how, long now, Spent had) {
        outcome = how;
        endedAt = now;
        if (begun) {
            ranNanos = now - beganAt;
            spent = had.plusCpu(elsewhereNanos).within(ranNanos);
        }
    }

    /** Returns the outcome of the attempt; null while the attempt has no outcome. */
    @Nullable Outcome outcome() {
        return outcome;
    }

    /**
     * Notes the attempt's share of the processor time that all attempts on the same threads used.
     */
    void share(Spent had) {
        spent = had.plusCpu(Math.min(elsewhereNanos, ranNanos));
    }

    Held held(State state) {
        return new Held(dispatch.slot(), dispatch.task(), dispatch.attempt(), state);
    }

    /** Returns the attempt's entry in a worker's report. */
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
