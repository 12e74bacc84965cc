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
                if (one.slot() >= 0 && one.slot() < worker.slots.length) {
                    listed(worker.slots[one.slot()], held.job(), one, now);
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
            if (attempt.listedIn != worker.hellos && isUnknown(attempt, join.lastRun(), now)) {
                settler.runAgain(attempt, false, now);
                dispatcher.refill(attempt.slot, now);
            }
        }
    }

    /** One that the worker holds: it goes on here, is adopted, or is to stop. */
    private void listed(Slot slot, JobId id, Held held, long now) {
        Attempt attempt = recognise(slot, id, held, now);
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

    private @Nullable Attempt recognise(Slot slot, JobId id, Held held, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job == null || held.task() < 0 || held.task() >= job.terms.tasks()) {
            return null;
        }
        Attempt attempt = job.inFlight.get(held.task());
        if (attempt == null) {
            return adopt(slot, job, held, now);
        }
        return attempt.slot == slot && attempt.number() == held.attempt() ? attempt : null;
    }

    /** A task that waits here already runs there: its attempt goes on. */
    private @Nullable Attempt adopt(Slot slot, ScheduledJob job, Held held, long now) {
        if (job.cancelled
                || job.isSettled(held.task())
                || held.attempt() <= job.endedUpTo(held.task())) {
            return null;
        }
        Ready waiting = job.queue.withdraw(held.task());
        if (waiting == null) {
            return null;
        }
        int next = Math.max(waiting.attempt(), held.attempt() + 1);
        boolean ended = held.state() == State.ENDED;
        if ((!ended && !hasPlace(slot, job)) || !job.queue.takeKey(held.task())) {
            job.queue.put(new Ready(held.task(), next, waiting.readyAt(), waiting.risk()), now);
            dispatcher.touch(job);
            return null;
        }
        Ready ready = new Ready(held.task(), held.attempt(), now, Ready.Risk.NONE);
        Attempt attempt = new Attempt(ready, job, slot, Attempt.ADOPTED, now, -1, next);
        if (ended) {
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

    private boolean hasPlace(Slot slot, ScheduledJob job) {
        boolean mine =
                slot.holder == job || (slot.holder == null && job.holds.size() < job.terms.slots());
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
