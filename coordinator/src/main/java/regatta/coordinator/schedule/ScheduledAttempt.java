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

    /** The sequence of an attempt that this coordinator did not dispatch. */
    private static final long NOT_DISPATCHED = 0;

    /** The attempt's slot was not free for its job before. */
    private static final long NOT_DRAINED = -1;

    final Ready ready;
    final ScheduledJob job;
    final ScheduledSlot slot;
    final long sequence;
    final long dispatchedAt;

    /**
     * Nanoseconds for which its slot was free before this dispatch while no task of the job was
     * ready; −1 where the job did not hold the slot.
     */
    final long noneReadyBefore;

    /** Whether it counts against the limit of its task's key. */
    final boolean keyed;

    /** How many attempts of its task had begun before this one, as far as anybody knew. */
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

    /** An attempt that this coordinator sends to a worker now. */
    static ScheduledAttempt dispatched(
            Ready ready, ScheduledSlot slot, long sequence, long noneReadyBefore, long now) {
        ScheduledJob job = slot.holderOrThrow();
        int next = ready.attempt() + 1;
        return new ScheduledAttempt(
                ready, job, slot, sequence, now, noneReadyBefore, ready.begun(), next, true);
    }

    /**
     * An attempt that a worker says it holds, and that goes on there.
     *
     * @param waiting how its task waited here
     * @param ended whether it has ended there, so that it needs neither slot nor limit key
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

    /** An attempt whose outcome counts although the schedule waited for another of its task. */
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

    // What happens to it.

    /** Its worker and its host take it, where its host is known to refuse some. */
    void goesTo(@Nullable HostHealth refusing, long now) {
        host = refusing;
        slot.worker.health.dispatched(this);
        if (host != null) {
            host.dispatched(this, now);
        }
    }

    /** Its worker says that it has begun; only the first time counts. */
    void started(long now) {
        if (startedAt == null) {
            startedAt = now;
        }
    }

    /** Its worker is told to stop it. */
    void askToStop(Stop why, long now) {
        stop = why;
        stopAskedAt = now;
    }

    /** The coordinator stood still and could not hear that the attempt stopped. */
    void excuse(long frozen) {
        stopAskedAt += frozen;
    }

    /** A hello of its worker, counted from 1, names it. */
    void listed(long hello) {
        lastListedIn = hello;
    }

    boolean isListedIn(long hello) {
        return lastListedIn == hello;
    }

    /** Counts a hello that should have named it and did not; returns how many did not. */
    int unlisted() {
        return ++hellosWithoutIt;
    }

    /** Another attempt of its task is known under this number, which is not given again. */
    void numberIsTaken(int number) {
        nextNumber = Math.max(nextNumber, number + 1);
    }

    /** Takes it out of its slot and its job, and gives its limit key back. */
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

    // What is known of it.

    boolean started() {
        return startedAt != null;
    }

    /** Whether its worker has run it for longer than this, as far as the coordinator heard. */
    boolean hasRunFor(long nanos, long now) {
        return startedAt != null && now - startedAt > nanos;
    }

    /** Whether it may be running: a worker runs the first of a slot, the others wait there. */
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

    /** The number of the attempt that follows it, greater than any known number of its task. */
    int nextNumber() {
        return nextNumber;
    }

    /** How many attempts of its task have begun, this one counted. */
    int begunWithThis() {
        return ready.begun() + 1;
    }

    // What follows it.

    /**
     * Its task, when that is to run again.
     *
     * @param begun whether this attempt had begun
     */
    Ready again(boolean begun, long readyAt, Ready.Risk risk) {
        int begunSoFar = begun ? begunWithThis() : Math.max(ready.begun(), knownBegun);
        return new Ready(task(), nextNumber, begunSoFar, readyAt, risk);
    }

    /**
     * Its task, when the worker hands it back before it began. The next attempt has the same number
     * unless somebody may know another attempt of the task under that number or a later one.
     */
    Ready handedBack() {
        boolean alone = dispatchedHere() && nextNumber == number() + 1;
        return alone ? ready : again(false, ready.readyAt(), ready.risk());
    }
}
