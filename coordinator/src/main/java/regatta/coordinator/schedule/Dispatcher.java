package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import regatta.protocol.WorkerEvent;

/**
 * Puts attempts into slots: who gets a free one, how much waits behind it, when it changes hands.
 */
final class Dispatcher {
    /** In place of the moment since which a slot is free. */
    private static final long NOT_HELD = Long.MIN_VALUE;

    private final Board board;
    private final Recalls recalls;
    private final Set<ScheduledJob> touchedJobs = new LinkedHashSet<>();
    private final Set<Pool> touched = new LinkedHashSet<>();

    Dispatcher(Board board) {
        this.board = board;
        this.recalls = new Recalls(board);
    }

    /** Something changed for a job; it and its pool are looked at in {@link #fill}. */
    void touch(ScheduledJob job) {
        touchedJobs.add(job);
        touched.add(board.poolOf(job));
    }

    void touch(Pool pool) {
        touched.add(pool);
    }

    /** A slot's queue got shorter: give it more of the same job, or give it up. */
    void refill(Slot slot, long now) {
        ScheduledJob job = slot.holder;
        if (job == null) {
            slot.worker.markFree(slot);
            return;
        }
        boolean goesOn = slot.stray == null && !job.cancelled && slot.worker.usable();
        if (goesOn && !board.paused && job.queue.hasReady(now) && !yields(job, slot)) {
            topUp(slot, job, now);
            touch(job);
        }
        if (slot.queue.isEmpty()) {
            release(slot, job, now);
        }
    }

    /**
     * Hands the free slots of every touched pool to those who want them; while dispatch pauses,
     * pools stay touched.
     */
    void fill(long now) {
        if (board.paused) {
            return;
        }
        for (ScheduledJob job : touchedJobs) {
            board.poolOf(job).reindex(job, now);
        }
        touchedJobs.clear();
        for (Pool pool : touched) {
            fill(pool, now);
        }
        touched.clear();
    }

    /** A slot changes from one that is held to one that is free. */
    void release(Slot slot, ScheduledJob job, long now) {
        job.holds.remove(slot);
        if (job.holds.isEmpty()) {
            board.poolOf(job).holding.remove(job);
        }
        slot.holder = null;
        slot.worker.hold(job, -1, now);
        slot.recalling = false;
        if (slot.stray == null && slot.worker.usable() && !job.over()) {
            slot.lastHolder = job;
            slot.releasedAt = now;
            job.released.add(slot);
        }
        slot.worker.markFree(slot);
        touch(job);
    }

    /** A free slot goes to another job: its last holder is charged for the time until now. */
    void endClaim(Slot slot, long now) {
        ScheduledJob last = slot.lastHolder;
        if (last != null) {
            slot.lastHolder = null;
            last.released.remove(slot);
            last.account.unheard(slot.freeBeforeHeard);
            last.account.free(slot.releasedAt, now);
        }
    }

    /** The job is over: what its last slots did since is known. */
    void closeAccount(ScheduledJob job, long now) {
        for (Slot slot : List.copyOf(job.released)) {
            endClaim(slot, now);
        }
    }

    /** A slot that its worker reported as held by an adopted attempt. */
    void hold(Slot slot, ScheduledJob job, long now) {
        endClaim(slot, now);
        give(slot, job, now);
        job.account.dispatched(now, job.holds.size());
    }

    /** Every slot gets one attempt before any gets a second to wait behind it. */
    private void fill(Pool pool, long now) {
        List<Slot> taken = new ArrayList<>();
        ScheduledJob next = pool.bestPlaceable();
        while (next != null) {
            Slot slot = pool.freeSlot(next, next.queue.risk());
            if (slot == null) {
                next.queue.postpone(now + board.terms.tick().toNanos());
            } else {
                take(slot, next, now);
                taken.add(slot);
            }
            pool.reindex(next, now);
            next = pool.bestPlaceable();
        }
        for (Slot slot : taken) {
            ScheduledJob holder = slot.holder;
            if (holder != null) {
                topUp(slot, holder, now);
                pool.reindex(holder, now);
            }
        }
        if (pool.hasFreeSlot()) {
            pool.holding.forEach(job -> recalls.consider(job, now));
        }
    }

    private void take(Slot slot, ScheduledJob job, long now) {
        boolean back = slot.lastHolder == job;
        if (back) {
            slot.lastHolder = null;
            job.released.remove(slot);
        }
        endClaim(slot, now);
        give(slot, job, now);
        dispatch(slot, job, now, back ? slot.releasedAt : NOT_HELD);
    }

    private void give(Slot slot, ScheduledJob job, long now) {
        slot.holder = job;
        slot.freeBeforeHeard = 0;
        slot.worker.hold(job, 1, now);
        slot.worker.markTaken(slot);
        job.holds.add(slot);
        board.poolOf(job).holding.add(job);
    }

    private void topUp(Slot slot, ScheduledJob job, long now) {
        int depth = job.depth(board.terms, slot.worker.held(), board.poolOf(job).jobs.size() == 1);
        int waiting = slot.queue.size() - 1;
        if (waiting > (depth - 1) / WorkerEvent.LOW_WATER && depth > 2) {
            return;
        }
        while (slot.queue.size() < depth
                && slot.hasRoom(board.terms.maxPrefetch())
                && job.queue.hasReady(now)) {
            if (slot.worker.takes(job.queue.risk())) {
                dispatch(slot, job, now, now);
            } else {
                job.queue.postpone(now + board.terms.tick().toNanos());
            }
        }
    }

    /**
     * Dispatches the next ready task.
     *
     * @param freeSince when the slot ran out of tasks of this job; {@link #NOT_HELD} where the job
     *     did not hold it
     */
    private void dispatch(Slot slot, ScheduledJob job, long now, long freeSince) {
        Ready ready = job.queue.take(now);
        long noneReadyBefore = freeSince == NOT_HELD ? -1 : noneReady(job, ready, freeSince, now);
        long sequence = board.nextSequence(slot.worker, job);
        int next = ready.attempt() + 1;
        Attempt attempt = new Attempt(ready, job, slot, sequence, now, noneReadyBefore, next);
        slot.add(attempt);
        job.inFlight.put(ready.task(), attempt);
        job.account.dispatched(now, job.holds.size());
        board.run(attempt);
    }

    /**
     * How long a slot was free before a task became ready for it. A task that waited for its limit
     * key was not ready until now.
     */
    private static long noneReady(ScheduledJob job, Ready ready, long freeSince, long now) {
        long readyAt = job.terms.perKey() > 0 ? now : ready.readyAt();
        return Math.clamp(readyAt - freeSince, 0, now - freeSince);
    }

    private boolean yields(ScheduledJob job, Slot slot) {
        return board.poolOf(job)
                .bestRival(slot, job)
                .map(claim -> claim.outranks(job))
                .orElse(false);
    }
}
