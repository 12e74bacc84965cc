package regatta.coordinator.schedule;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Puts attempts into slots: who gets a free one, how much waits behind it, when it changes hands.
 */
final class Dispatcher {
    private static final long WORTH_RECALLING_NANOS = 1_000_000;
    private static final long LONG_RUNNING_NANOS = 10_000_000;

    private final Board board;
    private final Set<ScheduledJob> touchedJobs = new LinkedHashSet<>();
    private final Set<Pool> touched = new LinkedHashSet<>();

    Dispatcher(Board board) {
        this.board = board;
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
            markFree(slot);
            return;
        }
        boolean goesOn = slot.stuck == null && !job.cancelled && slot.worker.usable();
        if (goesOn && job.queue.hasReady(now) && !yields(job, slot)) {
            topUp(slot, job, now);
        } else if (slot.queue.isEmpty()) {
            release(slot, job, now);
        }
    }

    /** Hands the free slots of every touched pool to those who want them. */
    void fill(long now) {
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
        slot.lastHolder = job;
        slot.releasedAt = now;
        slot.recalling = false;
        job.released.add(slot);
        markFree(slot);
        touch(job);
    }

    /** The job is over: what its last slots did since is known. */
    void closeAccount(ScheduledJob job, long now) {
        for (Slot slot : job.released) {
            job.account.drained(now - slot.releasedAt);
            slot.lastHolder = null;
        }
        job.released.clear();
    }

    /** A slot that its worker reported as held by an adopted attempt. */
    void hold(Slot slot, ScheduledJob job, long now) {
        slot.worker.free.remove(slot.index);
        long drained = previousHolder(slot, job, now);
        give(slot, job);
        job.account.dispatched(now, job.holds.size());
        if (drained > 0) {
            job.account.drained(drained);
        }
    }

    private void fill(Pool pool, long now) {
        ScheduledJob next = pool.bestPlaceable();
        while (next != null) {
            Slot slot = pool.freeSlot(next);
            if (slot == null) {
                throw new IllegalStateException("no slot for a job that could be placed");
            }
            take(slot, next, now);
            pool.reindex(next, now);
            next = pool.bestPlaceable();
        }
        if (pool.hasFreeSlot()) {
            pool.holding.forEach(job -> recallFor(job, now));
        }
    }

    private void take(Slot slot, ScheduledJob job, long now) {
        long drained = slot.lastHolder == job ? now - slot.releasedAt : -1;
        previousHolder(slot, job, now);
        slot.worker.free.remove(slot.index);
        give(slot, job);
        dispatch(slot, job, now, drained);
        topUp(slot, job, now);
    }

    private void give(Slot slot, ScheduledJob job) {
        slot.holder = job;
        job.holds.add(slot);
        board.poolOf(job).holding.add(job);
    }

    /**
     * Ends the claim of the slot's last holder on its time; returns it where that is the same job.
     */
    private static long previousHolder(Slot slot, ScheduledJob job, long now) {
        ScheduledJob last = slot.lastHolder;
        slot.lastHolder = null;
        if (last == null) {
            return 0;
        }
        last.released.remove(slot);
        if (last != job) {
            last.account.drained(now - slot.releasedAt);
            return 0;
        }
        return now - slot.releasedAt;
    }

    private void topUp(Slot slot, ScheduledJob job, long now) {
        int heldThere = 0;
        for (Slot held : job.holds) {
            if (held.worker == slot.worker) {
                heldThere++;
            }
        }
        int depth = job.depth(board.terms, heldThere);
        if (slot.queue.size() > depth / 2 && depth > 2) {
            return;
        }
        while (slot.queue.size() < depth && job.queue.hasReady(now)) {
            if (!slot.queue.isEmpty() && slot.queue.getLast().ready.confirm()) {
                return;
            }
            dispatch(slot, job, now, 0);
        }
    }

    private void dispatch(Slot slot, ScheduledJob job, long now, long drainedBefore) {
        TaskQueue.Ready ready = job.queue.take(now);
        long sequence = board.nextSequence(slot.worker, job);
        Attempt attempt = new Attempt(ready, job, slot, sequence, now, drainedBefore);
        slot.queue.add(attempt);
        job.inFlight.put(ready.task(), attempt);
        job.account.dispatched(now, job.holds.size());
        board.run(attempt);
    }

    private boolean yields(ScheduledJob job, Slot slot) {
        return board.poolOf(job)
                .bestRival(slot, job)
                .map(claim -> claim.outranks(job))
                .orElse(false);
    }

    private static void markFree(Slot slot) {
        if (slot.free()) {
            slot.worker.free.add(slot.index);
        }
    }

    /**
     * Takes unstarted attempts back from a job's longest queue, for the slot that has nothing to
     * do.
     */
    private void recallFor(ScheduledJob job, long now) {
        if (job.cancelled
                || job.holds.size() >= job.terms.slots()
                || job.queue.hasReady(now)
                || board.poolOf(job).freeSlot(job) == null) {
            return;
        }
        Slot longest = null;
        for (Slot slot : job.holds) {
            if (slot.recalling) {
                return;
            }
            if (slot.unstarted() > (longest == null ? 0 : longest.unstarted())) {
                longest = slot;
            }
        }
        if (longest != null && worthRecalling(longest, job, now)) {
            longest.recalling = true;
            int count = (longest.unstarted() + 1) / 2;
            board.decide(
                    new Decision.Recall(longest.worker.id, job.terms.id(), longest.index, count));
        }
    }

    private static boolean worthRecalling(Slot slot, ScheduledJob job, long now) {
        long headFor = now - slot.queue.getFirst().dispatchedAt;
        return slot.unstarted() * job.meanRanNanos() >= WORTH_RECALLING_NANOS
                || headFor >= LONG_RUNNING_NANOS;
    }
}
