package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.protocol.JobId;

/**
 * One slot of one worker: which job holds it and which attempts are in it; confined to the
 * schedule.
 */
final class ScheduledSlot {
    /**
     * An attempt that runs at the worker although the schedule has given it up or never knew it.
     *
     * @param since the moment when the worker was told to stop the attempt
     * @param writtenOff whether the attempt continued for longer than the grace time
     */
    record Stray(JobId job, int task, int attempt, long since, boolean writtenOff) {
        boolean is(JobId otherJob, int otherTask, int otherAttempt) {
            return task == otherTask && attempt == otherAttempt && job.equals(otherJob);
        }

        Stray later(long nanos) {
            return nanos == 0 ? this : new Stray(job, task, attempt, since + nanos, writtenOff);
        }

        Stray asWrittenOff() {
            return new Stray(job, task, attempt, since, true);
        }
    }

    final ScheduledWorker worker;
    final int index;

    /**
     * The attempts in the sequence in which the worker runs them: the first attempt runs, the other
     * attempts wait. It begins with room for one, because the pool remembers a thousand workers
     * that are gone, with all their slots.
     */
    private final ArrayDeque<ScheduledAttempt> queue = new ArrayDeque<>(1);

    private @Nullable ScheduledJob holder;

    /**
     * The job that released the slot; null if the slot's free time counts for no job. Until a job
     * takes the slot, the slot's free time counts for the job that released it.
     */
    private @Nullable ScheduledJob releasedBy;

    private long releasedAt;
    private long freeBeforeHeard;
    private boolean recalling;
    private long movedAt;
    private @Nullable Stray stray;
    private long strayListedIn;

    /** Whether the worker counts the slot among those in which an attempt runs. */
    private boolean countedAsRunning;

    ScheduledSlot(ScheduledWorker worker, int index) {
        this.worker = worker;
        this.index = index;
    }

    // Methods that change the state.

    /** Gives the free slot to a job. */
    void give(ScheduledJob job, long now) {
        holder = job;
        freeBeforeHeard = 0;
        worker.slotGiven(job, now);
        worker.markTaken(this);
        job.holds.add(this);
    }

    /**
     * Takes the slot from the job that holds it. The slot's free time from now on still counts for
     * the job that held the slot, unless no task of the job could run in the slot.
     */
    void release(long now) {
        ScheduledJob job = holderOrThrow();
        holder = null;
        job.holds.remove(this);
        worker.slotReleased(job, now);
        recalling = false;
        if (stray == null && worker.usable() && !job.over()) {
            releasedBy = job;
            releasedAt = now;
            job.released.add(this);
        }
        worker.markFree(this);
    }

    /**
     * Ends the free time that counts for the job that released the slot.
     *
     * @return the job that released the slot; null if the free time counted for no job
     */
    @Nullable ScheduledJob endRelease() {
        ScheduledJob job = releasedBy;
        if (job != null) {
            releasedBy = null;
            job.released.remove(this);
        }
        return job;
    }

    void add(ScheduledAttempt attempt) {
        if (queue.isEmpty()) {
            movedAt = attempt.dispatchedAt;
        } else {
            worker.prefetched(1);
        }
        worker.risks(attempt.ready.risk(), 1);
        queue.add(attempt);
        countRunning();
    }

    void remove(ScheduledAttempt attempt) {
        int before = unstarted();
        if (queue.remove(attempt)) {
            worker.prefetched(unstarted() - before);
            worker.risks(attempt.ready.risk(), -1);
            countRunning();
        } else {
            worker.unreported.remove(attempt);
        }
    }

    private void countRunning() {
        boolean runs = !queue.isEmpty() || stray != null;
        if (runs != countedAsRunning) {
            countedAsRunning = runs;
            worker.running(runs ? 1 : -1);
        }
    }

    /**
     * Records that an attempt of the slot has ended.
     *
     * @param free nanoseconds for which the slot had been free when the coordinator heard of the
     *     end
     */
    void moved(long free, long now) {
        recalling = false;
        movedAt = now;
        freeBeforeHeard = free;
    }

    void recallAsked() {
        recalling = true;
    }

    void recallAnswered() {
        recalling = false;
    }

    /** Blocks the slot until a stray has ended; null unblocks the slot. */
    void setStray(@Nullable Stray running) {
        stray = running;
        countRunning();
    }

    /**
     * Records that a hello of the worker lists the slot's {@link Stray}. If a later hello does not
     * list the stray, the stray has ended.
     *
     * @param hello the number of the hello; the worker's first hello is number 1
     */
    void strayListed(long hello) {
        strayListedIn = hello;
    }

    // Methods that read the state.

    @Nullable ScheduledJob holder() {
        return holder;
    }

    ScheduledJob holderOrThrow() {
        if (holder == null) {
            throw new IllegalStateException("no job holds slot " + index + " of " + worker.id);
        }
        return holder;
    }

    @Nullable ScheduledJob releasedBy() {
        return releasedBy;
    }

    /** Returns when the last job released the slot. */
    long releasedAt() {
        return releasedAt;
    }

    /**
     * Returns for how many nanoseconds the slot had been free when the coordinator heard that its
     * last attempt had ended.
     */
    long freeBeforeHeard() {
        return freeBeforeHeard;
    }

    boolean recalling() {
        return recalling;
    }

    /**
     * Returns when the first attempt in the slot was dispatched or, if the attempt waited, became
     * the first attempt.
     */
    long movedAt() {
        return movedAt;
    }

    @Nullable Stray stray() {
        return stray;
    }

    boolean isStrayListedIn(long hello) {
        return strayListedIn == hello;
    }

    List<ScheduledAttempt> attempts() {
        return List.copyOf(queue);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean contains(ScheduledAttempt attempt) {
        return queue.contains(attempt);
    }

    boolean isFirst(ScheduledAttempt attempt) {
        return queue.peekFirst() == attempt;
    }

    int size() {
        return queue.size();
    }

    int unstarted() {
        return Math.max(0, queue.size() - 1);
    }

    boolean suits(ScheduledJob job) {
        return worker.takes(index, job.terms.demand()) && worker.kinds.contains(job.terms.kind());
    }

    boolean free() {
        return holder == null && stray == null && queue.isEmpty();
    }

    /**
     * Returns whether one more attempt may be sent to the slot. No attempt waits behind a suspect,
     * and the number of attempts that wait at a worker is limited.
     */
    boolean hasRoom(int maxPrefetch) {
        return queue.isEmpty()
                || (!queue.getLast().ready.confirm() && worker.prefetched() < maxPrefetch);
    }
}
