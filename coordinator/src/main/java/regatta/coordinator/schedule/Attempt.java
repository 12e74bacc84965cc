package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** One attempt that a worker holds; confined to the schedule. */
final class Attempt {
    /** Why an attempt was told to stop. */
    enum Stop {
        NO,
        JOB_CANCELLED,
        TIMED_OUT
    }

    /** The sequence of an attempt that an earlier coordinator dispatched. */
    static final long ADOPTED = 0;

    final Ready ready;
    final ScheduledJob job;
    final Slot slot;
    final long sequence;
    final long dispatchedAt;

    /**
     * How long its job held its slot before this dispatch while no task was ready; −1 where it did
     * not hold it.
     */
    final long noneReadyBefore;

    /** The number of the attempt that follows it: greater than any that is known of its task. */
    int nextNumber;

    /** How many attempts of its task were known to have begun before anybody knew of this one. */
    int knownBegun;

    /** Whether it has its task's limit key; one that had ended when it was adopted needs none. */
    boolean keyed = true;

    @Nullable Long startedAt;
    Stop stop = Stop.NO;
    long stopAskedAt;

    /** Which of its worker's hellos named it last, and how many did not name it yet. */
    long listedIn;

    int unlisted;

    Attempt(
            Ready ready,
            ScheduledJob job,
            Slot slot,
            long sequence,
            long now,
            long noneReadyBefore,
            int nextNumber) {
        this.ready = ready;
        this.job = job;
        this.slot = slot;
        this.sequence = sequence;
        this.dispatchedAt = now;
        this.noneReadyBefore = noneReadyBefore;
        this.nextNumber = nextNumber;
        this.knownBegun = ready.begun();
    }

    int task() {
        return ready.task();
    }

    int number() {
        return ready.attempt();
    }

    boolean started() {
        return startedAt != null;
    }

    /** Whether it may be running: a worker runs the first of a slot, the others wait there. */
    boolean running() {
        return started() || slot.queue.peekFirst() == this;
    }

    /** How many attempts of its task have begun, this one counted. */
    int begunWithThis() {
        return ready.begun() + 1;
    }

    /**
     * What follows it when it is to run again.
     *
     * @param begun whether this one had begun
     */
    Ready again(boolean begun, long readyAt, Ready.Risk risk) {
        int begunSoFar = begun ? begunWithThis() : Math.max(ready.begun(), knownBegun);
        return new Ready(task(), nextNumber, begunSoFar, readyAt, risk);
    }

    /**
     * What follows it when it is handed back, not begun: the same, unless others of its task were
     * dispatched since, or it by an earlier coordinator. Their numbers are not given again.
     */
    Ready handedBack() {
        boolean alone = sequence != ADOPTED && nextNumber == number() + 1;
        return alone ? ready : again(false, ready.readyAt(), ready.risk());
    }
}
