package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;

/**
 * Compares the attempts that a worker's hello lists with the attempts that the schedule sent to the
 * worker.
 */
final class Inventory {
    private static final int HELLOS_TO_BE_OVERDUE = 2;

    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;

    Inventory(Board board, Dispatcher dispatcher, Settler settler) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.settler = settler;
    }

    void reconcile(ScheduledWorker worker, WorkerJoin join, long now) {
        long hello = worker.hello();
        for (HeldAttempts held : join.held()) {
            for (Held one : held.attempts()) {
                if (worker.hasSlot(one.slot())) {
                    listed(worker.slots[one.slot()], held.job(), one, join, now);
                }
            }
        }
        for (ScheduledSlot slot : worker.slots) {
            slot.recallAnswered();
            if (slot.stray() != null && !slot.isStrayListedIn(hello)) {
                board.strayEnded(slot);
                dispatcher.refill(slot, now);
                dispatcher.touch(board.pool(worker.pool));
            }
        }
        for (ScheduledAttempt attempt : worker.inFlight()) {
            if (join.heldAll()
                    && !attempt.isListedIn(hello)
                    && isUnknown(attempt, join.lastRun(), now)) {
                settler.runAgain(attempt, attempt.started(), false, now);
                dispatcher.refill(attempt.slot, now);
            }
        }
    }

    /**
     * Handles one attempt that the worker holds. If the schedule does not know the attempt yet,
     * adopts the attempt or tells the worker to stop the attempt.
     */
    private void listed(ScheduledSlot slot, JobId id, Held held, WorkerJoin join, long now) {
        ScheduledAttempt attempt = recognise(slot, id, held, join, now);
        if (attempt != null) {
            attempt.listed(slot.worker.hellos());
            if (held.state() == State.RUNNING) {
                attempt.started(now);
            }
        }
        boolean stops = attempt == null || attempt.stopping();
        if (stops && held.state() != State.ENDED) {
            TaskAttempt name = new TaskAttempt(held.task(), held.attempt());
            board.decisions.cancel(slot.worker, id, name);
        }
        if (attempt == null && held.state() == State.RUNNING) {
            strayRuns(slot, id, held, now);
        }
    }

    private @Nullable ScheduledAttempt recognise(
            ScheduledSlot slot, JobId id, Held held, WorkerJoin join, long now) {
        ScheduledJob job = board.jobs.get(id);
        ScheduledAttempt attempt = job == null ? null : job.inFlight(held.task());
        if (attempt != null && attempt.slot == slot && attempt.number() == held.attempt()) {
            return attempt;
        }
        if (job == null || !job.awaits(held.task())) {
            return null;
        }
        if (attempt == null) {
            return adopt(slot, job, held, now);
        }
        attempt.numberIsTaken(held.attempt());
        return goesOnInsteadOf(attempt, slot, held, join)
                ? replace(attempt, slot, held, now)
                : null;
    }

    /**
     * Returns whether the attempt that a worker lists replaces another attempt of the same task. Of
     * the two attempts, the attempt that was dispatched first continues. A worker that still obeys
     * another coordinator's epoch holds only attempts that were dispatched before all attempts of
     * this coordinator.
     */
    private boolean goesOnInsteadOf(
            ScheduledAttempt attempt, ScheduledSlot slot, Held held, WorkerJoin join) {
        boolean ofAnotherEpoch = join.lastRun() == 0 && attempt.dispatchedHere();
        boolean first = ofAnotherEpoch || held.attempt() < attempt.number();
        boolean frees = attempt.slot.size() == 1;
        return held.state() == State.RUNNING
                && first
                && held.attempt() > attempt.job.endedUpTo(held.task())
                && !attempt.stopping()
                && attempt.slot.worker != slot.worker
                && attempt.slot.contains(attempt)
                && hasPlace(slot, attempt.job, frees ? 1 : 0);
    }

    private ScheduledAttempt replace(
            ScheduledAttempt attempt, ScheduledSlot slot, Held held, long now) {
        settler.overtake(attempt, now);
        var _ = attempt.job.queue.takeKey(held.task());
        return take(slot, attempt.job, held, attempt.ready, attempt.nextNumber(), now);
    }

    /**
     * Adopts an attempt whose task waits in the job's queue. Returns null if the attempt cannot
     * continue.
     */
    private @Nullable ScheduledAttempt adopt(
            ScheduledSlot slot, ScheduledJob job, Held held, long now) {
        if (held.attempt() <= job.endedUpTo(held.task())) {
            return null;
        }
        Ready waiting = job.queue.withdraw(held.task());
        if (waiting == null) {
            return null;
        }
        int next = Math.max(waiting.attempt(), held.attempt() + 1);
        boolean ended = held.state() == State.ENDED;
        if (!ended && (!hasPlace(slot, job, 0) || !job.queue.takeKey(held.task()))) {
            job.queue.put(waiting.numbered(next), now);
            dispatcher.touch(job);
            return null;
        }
        return take(slot, job, held, waiting, next, now);
    }

    private ScheduledAttempt take(
            ScheduledSlot slot, ScheduledJob job, Held held, Ready known, int next, long now) {
        boolean ended = held.state() == State.ENDED;
        ScheduledAttempt attempt =
                ScheduledAttempt.adopted(known, held.attempt(), next, ended, job, slot, now);
        if (ended) {
            slot.worker.unreported.add(attempt);
        } else {
            if (slot.holder() == null) {
                dispatcher.hold(slot, job, now);
            }
            slot.add(attempt);
        }
        job.inFlight(attempt);
        dispatcher.touch(job);
        return attempt;
    }

    /**
     * Returns whether one more attempt of a job may continue in a slot.
     *
     * @param freed how many slots the job gives back in return at other workers
     */
    private boolean hasPlace(ScheduledSlot slot, ScheduledJob job, int freed) {
        int holds = job.holds.size() - freed;
        ScheduledJob holder = slot.holder();
        boolean mine = holder == job || (holder == null && holds < job.slots());
        return mine && slot.stray() == null && slot.hasRoom(board.terms.maxPrefetch());
    }

    /**
     * Blocks a slot that runs an attempt which the schedule does not want. The slot stays blocked
     * until the attempt ends.
     */
    private void strayRuns(ScheduledSlot slot, JobId id, Held held, long now) {
        ScheduledSlot.Stray before = slot.stray();
        if (before == null || !before.is(id, held.task(), held.attempt())) {
            board.strayRuns(
                    slot, new ScheduledSlot.Stray(id, held.task(), held.attempt(), now, false));
            slot.worker.markTaken(slot);
        }
        slot.strayListed(slot.worker.hellos());
    }

    /**
     * Returns whether no outcome can come of an attempt that the worker did not list. An attempt
     * gets no outcome if the worker received the attempt and no longer has it, or if the dispatch
     * was lost. A single hello does not prove that a dispatch was lost. If this node stood still
     * and read the hello late, the worker may have sent the hello before the dispatch arrived.
     */
    private boolean isUnknown(ScheduledAttempt attempt, long lastRun, long now) {
        if (attempt.sequence <= lastRun) {
            return true;
        }
        int unlisted = attempt.unlisted();
        return unlisted >= HELLOS_TO_BE_OVERDUE
                && now - attempt.dispatchedAt > board.terms.lease().toNanos();
    }
}
