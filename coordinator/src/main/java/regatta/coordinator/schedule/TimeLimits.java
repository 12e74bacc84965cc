package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;

/** Stops attempts that ran too long or whose job ended, and gives slots up whose attempts go on. */
final class TimeLimits {
    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;

    TimeLimits(Board board, Dispatcher dispatcher, Settler settler) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.settler = settler;
    }

    void stopAll(ScheduledJob job, long now) {
        for (Attempt attempt : job.inFlight.values()) {
            stop(attempt, Attempt.Stop.JOB_CANCELLED, now);
        }
    }

    /**
     * Looks at the attempts of a job.
     *
     * @param frozen nanoseconds that the coordinator itself stood still, and read no answer
     */
    void watch(ScheduledJob job, long frozen, long now) {
        if (!job.cancelled && job.terms.taskTimeoutNanos() == 0) {
            return;
        }
        for (Attempt attempt : List.copyOf(job.inFlight.values())) {
            if (attempt.stop != Attempt.Stop.NO) {
                attempt.stopAskedAt += frozen;
                if (goesOn(attempt.slot, attempt.stopAskedAt)) {
                    giveUp(attempt, now);
                }
            } else if (attempt.startedAt != null
                    && now - attempt.startedAt > job.terms.taskTimeoutNanos()) {
                stop(attempt, Attempt.Stop.TIMED_OUT, now);
            }
        }
    }

    /** Looks at the slots in which something runs that was given up. */
    void watchStrays(long frozen, long now) {
        for (Slot slot : List.copyOf(board.strays)) {
            Slot.Stray stray = slot.stray;
            if (stray != null && !stray.writtenOff()) {
                Slot.Stray later = stray.later(frozen);
                board.setStray(slot, later);
                if (goesOn(slot, later.since())) {
                    writeOff(slot, later, now);
                }
            }
        }
    }

    /** Whether the worker was heard so late that what was told to stop must have ignored it. */
    private boolean goesOn(Slot slot, long stopAskedAt) {
        return slot.worker.lastHeardAt - stopAskedAt > board.terms.grace().toNanos();
    }

    private void stop(Attempt attempt, Attempt.Stop why, long now) {
        attempt.stop = why;
        attempt.stopAskedAt = now;
        board.cancel(
                attempt.slot.worker,
                attempt.job.terms.id(),
                new TaskAttempt(attempt.task(), attempt.number()));
    }

    private void giveUp(Attempt attempt, long now) {
        settler.remove(attempt);
        if (!attempt.job.cancelled) {
            Failure failure =
                    new Failure(Failure.STUCK, "ran too long and did not stop when told to", true);
            settler.failed(attempt, failure, Settler.NEVER_RAN, now);
        }
        JobId job = attempt.job.terms.id();
        writeOff(
                attempt.slot,
                new Slot.Stray(job, attempt.task(), attempt.number(), now, true),
                now);
        dispatcher.touch(attempt.job);
    }

    /**
     * The slot takes nothing until its attempt ends after all; what waits behind it runs elsewhere.
     */
    private void writeOff(Slot slot, Slot.Stray stray, long now) {
        board.setStray(slot, stray.asWrittenOff());
        slot.worker.markTaken(slot);
        board.decide(new Decision.WriteOff(slot.worker.id, slot.index, stray.job(), stray.task()));
        List.copyOf(slot.queue).forEach(waiting -> settler.runAgain(waiting, false, false, now));
        dispatcher.refill(slot, now);
    }
}
