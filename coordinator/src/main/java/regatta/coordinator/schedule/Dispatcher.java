package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import regatta.protocol.WorkerEvent;

/**
 * Puts attempts into slots. This class decides which job gets a free slot, how many attempts wait
 * behind the running attempt, and when a slot goes to another job.
 */
final class Dispatcher {
    /** The value of {@code freeSince} if the job was not the last holder of the slot. */
    private static final long NOT_HELD = Long.MIN_VALUE;

    private final Board board;
    private final Recalls recalls;
    private final Set<ScheduledJob> touchedJobs = new LinkedHashSet<>();
    private final Set<Pool> touchedPools = new LinkedHashSet<>();

    Dispatcher(Board board) {
        this.board = board;
        this.recalls = new Recalls(board);
    }

    /**
     * Marks a job and its pool as changed, so that {@link #fill} considers the job and the pool.
     */
    void touch(ScheduledJob job) {
        touchedJobs.add(job);
        touchedPools.add(board.poolOf(job));
    }

    void touch(Pool pool) {
        touchedPools.add(pool);
    }

    /**
     * Sends more attempts to a slot whose queue got shorter. If the job that holds the slot has no
     * more attempts for the slot, takes the slot from the job once the queue is empty.
     */
    void refill(ScheduledSlot slot, long now) {
        ScheduledJob job = slot.holder();
        if (job == null) {
            slot.worker.markFree(slot);
            return;
        }
        boolean goesOn =
                !board.paused()
                        && slot.stray() == null
                        && !job.cancelled()
                        && slot.worker.usable()
                        && slot.worker.health.takes(now);
        int depth = goesOn ? depth(slot, job) : 0;
        if (goesOn && isLow(slot, depth) && job.queue.hasReady(now) && !yields(job, slot)) {
            topUp(slot, job, depth, now);
            touch(job);
        }
        if (slot.isEmpty()) {
            release(slot, now);
        }
    }

    /**
     * Gives the free slots of every changed pool to the jobs that want slots. While dispatch
     * pauses, does nothing, and the pools stay marked as changed.
     */
    void fill(long now) {
        if (board.paused()) {
            return;
        }
        for (ScheduledJob job : touchedJobs) {
            board.poolOf(job).reindex(job, now);
        }
        touchedJobs.clear();
        for (Pool pool : touchedPools) {
            fill(pool, now);
        }
        touchedPools.clear();
    }

    /** Takes a slot from the job that holds it. */
    void release(ScheduledSlot slot, long now) {
        ScheduledJob job = slot.holderOrThrow();
        slot.release(now);
        if (job.holds.isEmpty()) {
            board.poolOf(job).holding.remove(job);
        }
        touch(job);
    }

    /**
     * Counts a released slot's free time until now in the account of the job that released the
     * slot.
     */
    void endRelease(ScheduledSlot slot, long now) {
        ScheduledJob last = slot.endRelease();
        if (last != null) {
            last.account.unheard(slot.freeBeforeHeard());
            last.account.free(slot.releasedAt(), now);
        }
    }

    /**
     * Counts the free time of all slots that an ended job released, until now, in the job's
     * account.
     */
    void closeAccount(ScheduledJob job, long now) {
        for (ScheduledSlot slot : List.copyOf(job.released)) {
            endRelease(slot, now);
        }
    }

    /** Gives a job the slot in which a worker already runs an adopted attempt of the job. */
    void hold(ScheduledSlot slot, ScheduledJob job, long now) {
        endRelease(slot, now);
        give(slot, job, now);
        job.account.dispatched(now, job.holds.size());
    }

    /**
     * Gives each free slot of a pool one attempt before any slot gets attempts that wait behind its
     * first attempt.
     */
    private void fill(Pool pool, long now) {
        List<ScheduledSlot> taken = new ArrayList<>();
        ScheduledJob next = pool.bestPlaceable(now);
        while (next != null) {
            Ready task = next.queue.next(now);
            ScheduledSlot slot = task == null ? null : pool.freeSlot(next, task, now);
            if (slot != null) {
                take(slot, next, now);
                taken.add(slot);
            } else if (task != null) {
                next.queue.postpone(now + board.terms.tick().toNanos());
            }
            pool.reindex(next, now);
            next = pool.bestPlaceable(now);
        }
        for (ScheduledSlot slot : taken) {
            ScheduledJob holder = slot.holder();
            if (holder != null) {
                topUp(slot, holder, depth(slot, holder), now);
                pool.reindex(holder, now);
            }
        }
        if (pool.hasFreeSlot()) {
            pool.holding.forEach(job -> recalls.consider(job, now));
        }
    }

    private void take(ScheduledSlot slot, ScheduledJob job, long now) {
        long freeSince = NOT_HELD;
        if (slot.releasedBy() == job) {
            freeSince = slot.releasedAt();
            var _ = slot.endRelease();
        } else {
            endRelease(slot, now);
        }
        give(slot, job, now);
        dispatch(slot, job, now, freeSince);
    }

    private void give(ScheduledSlot slot, ScheduledJob job, long now) {
        slot.give(job, now);
        board.poolOf(job).holding.add(job);
    }

    private void topUp(ScheduledSlot slot, ScheduledJob job, int depth, long now) {
        while (slot.size() < depth
                && slot.hasRoom(board.terms.maxPrefetch())
                && slot.worker.health.takes(now)) {
            Ready task = job.queue.next(now);
            if (task == null) {
                return;
            }
            if (!slot.worker.takes(task.risk())) {
                job.queue.postpone(now + board.terms.tick().toNanos());
            } else if (board.poolOf(job).mayRun(slot.worker, job, task)) {
                dispatch(slot, job, now, now);
            } else {
                // This worker failed an attempt of the task, or did not reach the task's host, and
                // another worker suits the task better. The task waits for a free slot of a better
                // worker.
                return;
            }
        }
    }

    /**
     * Returns whether a slot has so few attempts that it needs more. Most reports leave a slot with
     * enough, so ask this before anything that takes longer.
     */
    private static boolean isLow(ScheduledSlot slot, int depth) {
        int waiting = slot.size() - 1;
        return waiting <= (depth - 1) / WorkerEvent.LOW_WATER || depth <= 2;
    }

    private int depth(ScheduledSlot slot, ScheduledJob job) {
        boolean alone = board.poolOf(job).jobs.size() == 1;
        return job.depth(board.terms, slot.worker.heldSlots(), alone);
    }

    /**
     * Dispatches the next ready task.
     *
     * @param freeSince when the slot ran out of tasks of the job; {@link #NOT_HELD} if the job was
     *     not the last holder of the slot
     */
    private void dispatch(ScheduledSlot slot, ScheduledJob job, long now, long freeSince) {
        Ready ready = job.queue.take(now);
        long noneReadyBefore = freeSince == NOT_HELD ? -1 : noneReady(job, ready, freeSince, now);
        long sequence = board.decisions.nextSequence(slot.worker, job);
        ScheduledAttempt attempt =
                ScheduledAttempt.dispatched(ready, slot, sequence, noneReadyBefore, now);
        slot.add(attempt);
        job.inFlight(attempt);
        attempt.goesTo(
                job.sharesHosts()
                        ? board.hosts.visited(job.terms, attempt.task(), now)
                        : board.hosts.awaited(job.terms, attempt.task()),
                now);
        job.account.dispatched(now, job.holds.size());
        board.decisions.run(attempt);
    }

    /**
     * Returns for how many nanoseconds a slot was free before the dispatched task became ready. If
     * the job limits the tasks of each limit key, a task counts as ready only at its dispatch,
     * because the task may have waited for its limit key.
     */
    private static long noneReady(ScheduledJob job, Ready ready, long freeSince, long now) {
        long readyAt = job.terms.perKey() > 0 ? now : ready.readyAt();
        return Math.clamp(readyAt - freeSince, 0, now - freeSince);
    }

    private boolean yields(ScheduledJob job, ScheduledSlot slot) {
        return board.poolOf(job)
                .bestRival(slot, job)
                .map(claim -> claim.outranks(job))
                .orElse(false);
    }
}
