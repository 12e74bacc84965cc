package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** One attempt that a worker holds; confined to the schedule. */
final class ScheduledAttempt {
    /** Why a worker was told to stop an attempt. */
    enum Stop {
        NO,
        JOB_CANCELLED,
        TIMED_OUT
    }

    /** The value of {@link #sequence} if this coordinator did not dispatch the attempt. */
    private static final long NOT_DISPATCHED = 0;

    /** The value of {@link #noneReadyBefore} if the job was not the last holder of the slot. */
    private static final long NOT_DRAINED = -1;

    final Ready ready;
    final ScheduledJob job;
    final ScheduledSlot slot;
    final long sequence;
    final long dispatchedAt;

    /**
     * For how many nanoseconds the slot was free before this dispatch while no task of the job was
     * ready; −1 if the job was not the last holder of the slot.
     */
    final long noneReadyBefore;

    /** Whether the attempt counts against the job's limit on tasks with the same limit key. */
    final boolean keyed;

    /**
     * How many attempts of the task had begun before this attempt, as far as the coordinator knew.
     */
    private final int knownBegun;

    private int nextNumber;
    private @Nullable Long startedAt;
    private Stop stop = Stop.NO;
    private long stopAskedAt;
    private @Nullable HostHealth host;
    private long lastListedIn;
    private int hellosWithoutIt;

    private ScheduledAttempt(
            Ready ready,
            ScheduledJob job,
            ScheduledSlot slot,
            long sequence,
            long now,
            long noneReadyBefore,
            int knownBegun,
            int nextNumber,
            boolean keyed) {
        this.ready = ready;
        this.job = job;
        this.slot = slot;
        this.sequence = sequence;
        this.dispatchedAt = now;
        this.noneReadyBefore = noneReadyBefore;
        this.knownBegun = knownBegun;
        this.nextNumber = nextNumber;
        this.keyed = keyed;
    }

    /** Makes an attempt that this coordinator sends to a worker now. */
    static ScheduledAttempt dispatched(
            Ready ready, ScheduledSlot slot, long sequence, long noneReadyBefore, long now) {
        ScheduledJob job = slot.holderOrThrow();
        int next = ready.attempt() + 1;
        return new ScheduledAttempt(
                ready, job, slot, sequence, now, noneReadyBefore, ready.begun(), next, true);
    }

    /**
     * Makes an attempt that the schedule adopts: a worker says that it holds the attempt, and the
     * attempt continues at that worker.
     *
     * @param waiting the task as it waited in the job's queue
     * @param ended whether the attempt has already ended at the worker. Then it occupies no slot
     *     and does not count against the limit on tasks with its limit key.
     */
    static ScheduledAttempt adopted(
            Ready waiting,
            int number,
            int nextNumber,
            boolean ended,
            ScheduledJob job,
            ScheduledSlot slot,
            long now) {
        Ready ready = waiting.as(number, now);
        int begun = waiting.begun();
        return new ScheduledAttempt(
                ready, job, slot, NOT_DISPATCHED, now, NOT_DRAINED, begun, nextNumber, !ended);
    }

    /**
     * Makes an attempt whose outcome counts although the schedule did not wait for this outcome.
     */
    static ScheduledAttempt late(
            Ready known, int number, ScheduledJob job, ScheduledSlot slot, long now) {
        Ready ready = known.as(number, now);
        int begun = ready.begun();
        return new ScheduledAttempt(
                ready, job, slot, NOT_DISPATCHED, now, NOT_DRAINED, begun, number + 1, true);
    }

    int task() {
        return ready.task();
    }

    int number() {
        return ready.attempt();
    }

    boolean dispatchedHere() {
        return sequence != NOT_DISPATCHED;
    }

    // Methods that change the state.

    /**
     * Counts the dispatch of the attempt in the worker's health and in the host's health.
     *
     * @param visited the host of the attempt's task; null if the job does not wait for hosts or the
     *     task has no host
     */
    void goesTo(@Nullable HostHealth visited, long now) {
        host = visited;
        slot.worker.health.dispatched(this);
        if (host != null) {
            host.dispatched(this, now);
        }
    }

    /** Records that the worker began the attempt. Only the first call counts. */
    void started(long now) {
        if (startedAt == null) {
            startedAt = now;
        }
    }

    /** Records that the worker is told to stop the attempt. */
    void askToStop(Stop why, long now) {
        stop = why;
        stopAskedAt = now;
    }

    /**
     * Extends the grace time of an attempt that the worker was told to stop. The extension is the
     * time for which the coordinator stood still and heard nothing.
     */
    void excuse(long frozen) {
        stopAskedAt += frozen;
    }

    /**
     * Records which hello of the worker lists the attempt; the worker's first hello is number 1.
     */
    void listed(long hello) {
        lastListedIn = hello;
    }

    boolean isListedIn(long hello) {
        return lastListedIn == hello;
    }

    /**
     * Counts a hello that should have listed the attempt and did not. Returns how many hellos this
     * method has counted for the attempt.
     */
    int unlisted() {
        return ++hellosWithoutIt;
    }

    /**
     * Excludes a number for the task's next attempt, because another attempt of the task has this
     * number.
     */
    void numberIsTaken(int number) {
        nextNumber = Math.max(nextNumber, number + 1);
    }

    /** Takes the attempt out of its slot and its job, and gives its limit key back. */
    void remove() {
        slot.remove(this);
        slot.worker.health.removed(this);
        job.noLongerInFlight(this);
        if (host != null) {
            host.removed(this);
        }
        if (keyed) {
            job.queue.releaseKey(task());
        }
    }

    // Methods that read the state.

    boolean started() {
        return startedAt != null;
    }

    /**
     * Returns whether the attempt has run for more than {@code nanos} nanoseconds, as far as the
     * coordinator has heard.
     */
    boolean hasRunFor(long nanos, long now) {
        return startedAt != null && now - startedAt > nanos;
    }

    /**
     * Returns whether the attempt may be running: its start was reported, or the attempt is the
     * first in its slot.
     */
    boolean running() {
        return started() || slot.isFirst(this);
    }

    boolean stopping() {
        return stop != Stop.NO;
    }

    boolean timedOut() {
        return stop == Stop.TIMED_OUT;
    }

    long stopAskedAt() {
        return stopAskedAt;
    }

    /**
     * Returns the number of the task's next attempt. This number is greater than the numbers of all
     * known attempts of the task.
     */
    int nextNumber() {
        return nextNumber;
    }

    /** Returns how many attempts of the task have begun, including this attempt. */
    int begunWithThis() {
        return ready.begun() + 1;
    }

    // Methods that return the task so that the task waits again.

    /**
     * Returns the task as it waits to run again.
     *
     * @param begun whether this attempt had begun
     */
    Ready again(boolean begun, long readyAt, Ready.Risk risk) {
        int begunSoFar = begun ? begunWithThis() : Math.max(ready.begun(), knownBegun);
        return new Ready(task(), nextNumber, begunSoFar, readyAt, risk);
    }

    /**
     * Returns the task as it waits again after the worker handed the attempt back unstarted. The
     * next attempt has the same number, unless another attempt of the task may have that number or
     * a greater number.
     */
    Ready handedBack() {
        boolean alone = dispatchedHere() && nextNumber == number() + 1;
        return alone ? ready : again(false, ready.readyAt(), ready.risk());
    }
}
