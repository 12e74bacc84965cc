package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** What becomes of what a worker held when it is gone, and which task is to blame. */
final class Losses {
    /** How old the last report of a worker that is gone may be, beside what it saves up. */
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
     * Takes everything back from a worker that is gone.
     *
     * @param lost whether something that it held may have taken it down
     */
    void takeBack(ScheduledWorker worker, boolean lost, long now) {
        Set<Attempt> poison = lost ? charge(worker) : Set.of();
        for (Slot slot : worker.slots) {
            int position = 0;
            for (Attempt attempt : List.copyOf(slot.queue)) {
                if (poison.contains(attempt)) {
                    settleAsPoison(attempt, now);
                } else {
                    boolean begun = attempt.started() || position == 0;
                    boolean suspect = lost && mayHaveBegun(attempt, position);
                    settler.runAgain(attempt, begun, suspect, now);
                }
                position++;
            }
            board.setStray(slot, null);
            if (slot.holder != null) {
                dispatcher.release(slot, slot.holder, now);
            }
            dispatcher.endClaim(slot, now);
        }
        List.copyOf(worker.unreported).forEach(ended -> settler.runAgain(ended, true, false, now));
        worker.markAllTaken();
    }

    /** It was only out of reach: nothing that it held took it down. */
    void forgive(WorkerId worker) {
        Map<ScheduledJob, List<Integer>> charged = board.charged.remove(worker);
        if (charged == null) {
            return;
        }
        charged.forEach((job, tasks) -> {
            for (int task : tasks) {
                ScheduledJob.Trouble trouble = job.troubles.get(task);
                if (trouble != null) {
                    trouble.lostWith.remove(worker);
                    board.retry(job, task);
                }
            }
        });
    }

    /**
     * Charges the tasks that ran there: those under suspicion if there were any. Where several ran,
     * none of them becomes poison by it.
     *
     * @return those that are poison now
     */
    private Set<Attempt> charge(ScheduledWorker worker) {
        List<Attempt> started = new ArrayList<>();
        for (Attempt attempt : worker.inFlight()) {
            if (attempt.started() && !attempt.job.cancelled) {
                started.add(attempt);
            }
        }
        List<Attempt> suspects =
                started.stream().filter(attempt -> attempt.ready.confirm()).toList();
        List<Attempt> blamed = suspects.isEmpty() ? started : suspects;
        Set<Attempt> poison = new HashSet<>();
        for (Attempt attempt : blamed) {
            boolean last = settler.risk(attempt.job, attempt.task()) == Ready.Risk.LAST_CHANCE;
            if (!last || blamed.size() == 1) {
                board.charge(worker.id, attempt.job, attempt.task());
            }
            if (last && blamed.size() == 1) {
                poison.add(attempt);
            }
        }
        return poison;
    }

    /**
     * Whether an attempt may have begun when nothing could be reported any more: a worker reports
     * successes together, so it may have been anywhere in what it was sent ahead.
     */
    private boolean mayHaveBegun(Attempt attempt, int position) {
        long unreported = UNREPORTED_NANOS + board.terms.prefetchAlone();
        return attempt.started()
                || (!attempt.ready.confirm() && position <= attempt.job.startsWithin(unreported));
    }

    private void settleAsPoison(Attempt attempt, long now) {
        settler.remove(attempt);
        String message =
                "task %d was running on %d workers when they were lost"
                        .formatted(attempt.task(), board.terms.lossesToPoison());
        Failure poison = new Failure(Failure.POISON, message, false);
        settler.settle(attempt, new Outcome.Failed(poison), Settler.NEVER_RAN, now);
        dispatcher.touch(attempt.job);
    }
}
