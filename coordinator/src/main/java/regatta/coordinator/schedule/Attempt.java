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

    final TaskQueue.Ready ready;
    final ScheduledJob job;
    final Slot slot;
    final long sequence;
    final long dispatchedAt;

    /**
     * How long its slot was free with nothing to run before this dispatch; −1: not this job's time.
     */
    final long drainedBefore;

    @Nullable Long startedAt;
    Stop stop = Stop.NO;
    long stopAskedAt;

    Attempt(
            TaskQueue.Ready ready,
            ScheduledJob job,
            Slot slot,
            long sequence,
            long now,
            long drainedBefore) {
        this.ready = ready;
        this.job = job;
        this.slot = slot;
        this.sequence = sequence;
        this.dispatchedAt = now;
        this.drainedBefore = drainedBefore;
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

    boolean is(Slot where, int attempt) {
        return slot.worker == where.worker && number() == attempt;
    }
}
