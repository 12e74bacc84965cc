package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;

/**
 * Stops attempts that run too long or whose job was cancelled. If an attempt still does not stop,
 * its slot is written off.
 */
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
        for (ScheduledAttempt attempt : job.inFlight()) {
            stop(attempt, ScheduledAttempt.Stop.JOB_CANCELLED, now);
        }
    }

    /**
     * Stops attempts of a job that have run too long. Gives up attempts that do not stop.
     *
     * @param frozen nanoseconds for which the coordinator itself stood still and read no answer
     */
    void watch(ScheduledJob job, long frozen, long now) {
        if (!job.cancelled() && job.terms.taskTimeoutNanos() == 0) {
            return;
        }
        for (ScheduledAttempt attempt : List.copyOf(job.inFlight())) {
            if (job.inFlight(attempt.task()) != attempt) {
                // The slot of an attempt given up before was written off, with this attempt in it.
                continue;
            }
            if (attempt.stopping()) {
                attempt.excuse(frozen);
                if (goesOn(attempt.slot, attempt.stopAskedAt())) {
                    giveUp(attempt, now);
                }
            } else if (attempt.hasRunFor(job.terms.taskTimeoutNanos(), now)) {
                stop(attempt, ScheduledAttempt.Stop.TIMED_OUT, now);
            }
        }
    }

    /**
     * Writes off slots whose strays do not stop. A stray is an attempt that runs although the
     * schedule does not want it.
     */
    void watchStrays(long frozen, long now) {
        for (ScheduledSlot slot : board.slotsWithStrays()) {
            ScheduledSlot.Stray stray = slot.stray();
            if (stray != null && !stray.writtenOff()) {
                ScheduledSlot.Stray later = stray.later(frozen);
                board.strayRuns(slot, later);
                if (goesOn(slot, later.since())) {
                    writeOff(slot, later, now);
                }
            }
        }
    }

    /**
     * Returns whether an attempt continues although it was told to stop. An attempt continues if
     * the coordinator heard the worker after the grace time, but the worker has not reported the
     * attempt's end.
     */
    private boolean goesOn(ScheduledSlot slot, long stopAskedAt) {
        return slot.worker.lastHeardAt() - stopAskedAt > board.terms.grace().toNanos();
    }

    private void stop(ScheduledAttempt attempt, ScheduledAttempt.Stop why, long now) {
        attempt.askToStop(why, now);
        board.decisions.cancel(
                attempt.slot.worker,
                attempt.job.terms.id(),
                new TaskAttempt(attempt.task(), attempt.number()));
    }

    private void giveUp(ScheduledAttempt attempt, long now) {
        attempt.remove();
        if (!attempt.job.cancelled()) {
            Failure failure =
                    new Failure(Failure.STUCK, "ran too long and did not stop when told to", true);
            settler.failed(attempt, failure, Settler.NEVER_RAN, now);
        }
        JobId job = attempt.job.terms.id();
        writeOff(
                attempt.slot,
                new ScheduledSlot.Stray(job, attempt.task(), attempt.number(), now, true),
                now);
        dispatcher.touch(attempt.job);
    }

    /** Blocks a slot until its attempt ends. The attempts that wait in the slot run elsewhere. */
    private void writeOff(ScheduledSlot slot, ScheduledSlot.Stray stray, long now) {
        board.strayRuns(slot, stray.asWrittenOff());
        slot.worker.markTaken(slot);
        board.decisions.add(
                new Decision.WriteOff(slot.worker.id, slot.index, stray.job(), stray.task()));
        slot.attempts().forEach(waiting -> settler.runAgain(waiting, false, false, now));
        dispatcher.refill(slot, now);
    }
}
