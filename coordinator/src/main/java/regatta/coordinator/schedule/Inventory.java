package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.TaskAttempt;

/** Holds what a worker says that it has against what it should have. */
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
        worker.hellos++;
        for (HeldAttempts held : join.held()) {
            for (Held one : held.attempts()) {
                if (worker.hasSlot(one.slot())) {
                    listed(worker.slots[one.slot()], held.job(), one, join, now);
                }
            }
        }
        for (Slot slot : worker.slots) {
            slot.recalling = false;
            if (slot.stray != null && slot.strayListedIn != worker.hellos) {
                board.setStray(slot, null);
                dispatcher.refill(slot, now);
                dispatcher.touch(board.pool(worker.pool));
            }
        }
        for (Attempt attempt : worker.inFlight()) {
            if (join.heldAll()
                    && attempt.listedIn != worker.hellos
                    && isUnknown(attempt, join.lastRun(), now)) {
                settler.runAgain(attempt, attempt.started(), false, now);
                dispatcher.refill(attempt.slot, now);
            }
        }
    }

    /** One that the worker holds: it goes on here, is adopted, or is to stop. */
    private void listed(Slot slot, JobId id, Held held, WorkerJoin join, long now) {
        Attempt attempt = recognise(slot, id, held, join, now);
        if (attempt != null) {
            attempt.listedIn = slot.worker.hellos;
            if (held.state() == State.RUNNING && attempt.startedAt == null) {
                attempt.startedAt = now;
            }
        }
        boolean stops = attempt == null || attempt.stop != Attempt.Stop.NO;
        if (stops && held.state() != State.ENDED) {
            board.cancel(slot.worker, id, new TaskAttempt(held.task(), held.attempt()));
        }
        if (attempt == null && held.state() == State.RUNNING) {
            occupied(slot, id, held, now);
        }
    }

    private @Nullable Attempt recognise(Slot slot, JobId id, Held held, WorkerJoin join, long now) {
        ScheduledJob job = board.jobs.get(id);
        Attempt attempt = job == null ? null : job.inFlight.get(held.task());
        if (attempt != null && attempt.slot == slot && attempt.number() == held.attempt()) {
            return attempt;
        }
        if (job == null || !job.awaits(held.task())) {
            return null;
        }
        if (attempt == null) {
            return adopt(slot, job, held, now);
        }
        attempt.nextNumber = Math.max(attempt.nextNumber, held.attempt() + 1);
        return goesOnInsteadOf(attempt, slot, held, join)
                ? replace(attempt, slot, held, now)
                : null;
    }

    /**
     * Whether an attempt that runs there is to go on, although another of its task was dispatched
     * since: it was at it first. All that a worker holds of another epoch was dispatched before
     * what this coordinator dispatched.
     */
    private boolean goesOnInsteadOf(Attempt attempt, Slot slot, Held held, WorkerJoin join) {
        boolean ofAnotherEpoch = join.lastRun() == 0 && attempt.sequence > 0;
        boolean first = ofAnotherEpoch || held.attempt() < attempt.number();
        boolean frees = attempt.slot.queue.size() == 1;
        return held.state() == State.RUNNING
                && first
                && held.attempt() > attempt.job.endedUpTo(held.task())
                && attempt.stop == Attempt.Stop.NO
                && attempt.slot.worker != slot.worker
                && attempt.slot.queue.contains(attempt)
                && hasPlace(slot, attempt.job, frees ? 1 : 0);
    }

    private Attempt replace(Attempt attempt, Slot slot, Held held, long now) {
        settler.overtake(attempt, now);
        var _ = attempt.job.queue.takeKey(held.task());
        return take(slot, attempt.job, held, attempt.ready, attempt.nextNumber, now);
    }

    /** A task that waits here already runs there: its attempt goes on. */
    private @Nullable Attempt adopt(Slot slot, ScheduledJob job, Held held, long now) {
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

    private Attempt take(Slot slot, ScheduledJob job, Held held, Ready known, int next, long now) {
        Ready ready = known.as(held.attempt(), now);
        Attempt attempt = new Attempt(ready, job, slot, Attempt.ADOPTED, now, -1, next);
        attempt.knownBegun = known.begun();
        if (held.state() == State.ENDED) {
            attempt.keyed = false;
            slot.worker.unreported.add(attempt);
        } else {
            if (slot.holder == null) {
                dispatcher.hold(slot, job, now);
            }
            slot.add(attempt);
        }
        job.inFlight.put(held.task(), attempt);
        dispatcher.touch(job);
        return attempt;
    }

    private boolean hasPlace(Slot slot, ScheduledJob job, int freed) {
        int holds = job.holds.size() - freed;
        boolean mine = slot.holder == job || (slot.holder == null && holds < job.terms.slots());
        return mine && slot.stray == null && slot.hasRoom(board.terms.maxPrefetch());
    }

    /** Something runs there that is none of ours; the slot is free when it has stopped. */
    private void occupied(Slot slot, JobId id, Held held, long now) {
        Slot.Stray before = slot.stray;
        if (before == null || !before.is(id, held.task(), held.attempt())) {
            board.setStray(slot, new Slot.Stray(id, held.task(), held.attempt(), now, false));
            slot.worker.markTaken(slot);
        }
        slot.strayListedIn = slot.worker.hellos;
    }

    /**
     * Whether nobody will hear of an attempt that the worker did not list. It arrived there and is
     * gone, or its dispatch was lost; a hello may have been under way for long when this node
     * itself stood still, so one alone does not tell.
     */
    private boolean isUnknown(Attempt attempt, long lastRun, long now) {
        if (attempt.sequence <= lastRun) {
            return true;
        }
        attempt.unlisted++;
        return attempt.unlisted >= HELLOS_TO_BE_OVERDUE
                && now - attempt.dispatchedAt > board.terms.lease().toNanos();
    }
}
