package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** Decides what happens to a lost worker's attempts, and which task is charged with the loss. */
final class Losses {
    /**
     * How long, in nanoseconds, a worker may delay its report of starts and outcomes. A worker may
     * delay its report of successes longer, because the worker saves successes up.
     */
    private static final long UNREPORTED_NANOS = 20_000_000;

    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;

    Losses(Board board, Dispatcher dispatcher, Settler settler) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.settler = settler;
    }

    /**
     * Takes all attempts and slots back from a worker that is lost or has left.
     *
     * @param lost whether the worker is lost, so that one of its tasks may have caused the loss
     */
    void takeBack(ScheduledWorker worker, boolean lost, long now) {
        Set<ScheduledAttempt> poison = lost ? charge(worker) : Set.of();
        for (ScheduledSlot slot : worker.slots) {
            int position = 0;
            for (ScheduledAttempt attempt : slot.attempts()) {
                if (poison.contains(attempt)) {
                    settleAsPoison(attempt, now);
                } else {
                    boolean begun = attempt.started() || position == 0;
                    boolean suspect = lost && mayHaveBegun(attempt, position);
                    settler.runAgain(attempt, begun, suspect, now);
                }
                position++;
            }
            board.strayEnded(slot);
            if (slot.holder() != null) {
                dispatcher.release(slot, now);
            }
            dispatcher.endRelease(slot, now);
        }
        List.copyOf(worker.unreported).forEach(ended -> settler.runAgain(ended, true, false, now));
        worker.markAllTaken();
    }

    /** Takes back the charges for a worker's loss, because the worker was only out of reach. */
    void forgive(WorkerId worker) {
        board.charges
                .forgive(worker)
                .forEach((job, tasks) -> tasks.forEach(task -> board.decisions.retry(job, task)));
    }

    /**
     * Charges the tasks that ran on a lost worker with the loss. If some of the tasks were
     * suspects, charges only the suspects. If several tasks may be to blame, no task becomes
     * poison.
     *
     * @return the attempts whose tasks are poison now
     */
    private Set<ScheduledAttempt> charge(ScheduledWorker worker) {
        List<ScheduledAttempt> started = new ArrayList<>();
        for (ScheduledAttempt attempt : worker.inFlight()) {
            if (attempt.started() && !attempt.job.cancelled()) {
                started.add(attempt);
            }
        }
        List<ScheduledAttempt> suspects =
                started.stream().filter(attempt -> attempt.ready.confirm()).toList();
        List<ScheduledAttempt> blamed = suspects.isEmpty() ? started : suspects;
        Set<ScheduledAttempt> poison = new HashSet<>();
        for (ScheduledAttempt attempt : blamed) {
            boolean last = settler.risk(attempt.job, attempt.task()) == Ready.Risk.LAST_CHANCE;
            if (!last || blamed.size() == 1) {
                board.charges.charge(worker.id, attempt.job, attempt.task());
            }
            if (last && blamed.size() == 1) {
                poison.add(attempt);
            }
        }
        return poison;
    }

    /**
     * Returns whether an attempt may have begun, even if no report says so. A worker saves up
     * successes before it reports the successes. So the worker may be further in its queue than the
     * coordinator knows.
     */
    private boolean mayHaveBegun(ScheduledAttempt attempt, int position) {
        long unreported = UNREPORTED_NANOS + board.terms.prefetchAlone();
        return attempt.started()
                || (!attempt.ready.confirm() && position <= attempt.job.startsWithin(unreported));
    }

    private void settleAsPoison(ScheduledAttempt attempt, long now) {
        attempt.remove();
        String message =
                "task %d was running on %d workers when they were lost"
                        .formatted(attempt.task(), board.terms.lossesToPoison());
        Failure poison = new Failure(Failure.POISON, message, false);
        settler.settle(attempt, new Outcome.Failed(poison), Settler.NEVER_RAN, now);
        dispatcher.touch(attempt.job);
    }
}
