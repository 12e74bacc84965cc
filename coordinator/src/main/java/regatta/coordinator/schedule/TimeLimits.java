package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.Failure;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;

/** Stops attempts that ran too long or whose job ended, and gives slots up whose attempts go on. */
final class TimeLimits {
    private static final Timings NO_TIMINGS = new Timings(0, 0, -1, 0);

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

    void watch(ScheduledJob job, long now) {
        if (!job.cancelled && job.terms.taskTimeoutNanos() == 0) {
            return;
        }
        for (Attempt attempt : List.copyOf(job.inFlight.values())) {
            if (attempt.stop != Attempt.Stop.NO) {
                if (now - attempt.stopAskedAt > board.terms.grace().toNanos()) {
                    writeOff(attempt, now);
                }
            } else if (attempt.startedAt != null
                    && now - attempt.startedAt > job.terms.taskTimeoutNanos()) {
                stop(attempt, Attempt.Stop.TIMED_OUT, now);
            }
        }
    }

    private void stop(Attempt attempt, Attempt.Stop why, long now) {
        attempt.stop = why;
        attempt.stopAskedAt = now;
        board.cancel(
                attempt.slot.worker,
                attempt.job.terms.id(),
                new TaskAttempt(attempt.task(), attempt.number()));
    }

    private void writeOff(Attempt attempt, long now) {
        Slot slot = attempt.slot;
        settler.remove(attempt);
        slot.stuck = attempt;
        if (!attempt.job.cancelled) {
            Failure failure =
                    new Failure(Failure.STUCK, "ran too long and did not stop when told to", true);
            settler.failed(attempt, failure, NO_TIMINGS, now);
        }
        board.decide(
                new Decision.WriteOff(
                        slot.worker.id, slot.index, attempt.job.terms.id(), attempt.task()));
        List.copyOf(slot.queue).forEach(waiting -> settler.runAgain(waiting, false, now));
        dispatcher.refill(slot, now);
        dispatcher.touch(attempt.job);
    }
}
