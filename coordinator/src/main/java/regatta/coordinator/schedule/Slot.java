package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import regatta.protocol.JobId;

/** One slot of one worker: who holds it and what waits in it; confined to the schedule. */
final class Slot {
    /**
     * An attempt that runs at the worker though the schedule has given it up, or never knew it.
     *
     * @param since when it was told to stop
     * @param writtenOff whether it went on for longer than it may
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

    /** Attempts in the order in which the worker runs them: the first runs, the others wait. */
    final ArrayDeque<Attempt> queue = new ArrayDeque<>();

    @Nullable ScheduledJob holder;

    /** Who held it last; its time counts as drained for that job until another takes it. */
    @Nullable ScheduledJob lastHolder;

    long releasedAt;

    /** How long it had been free when the end of its last attempt was heard of. */
    long freeBeforeHeard;

    boolean recalling;

    /** When its first attempt was dispatched, or was heard of to have made way for the next. */
    long movedAt;

    /** The slot takes nothing until this has ended. */
    @Nullable Stray stray;

    /** Which of the worker's hellos named it last. */
    long strayListedIn;

    Slot(ScheduledWorker worker, int index) {
        this.worker = worker;
        this.index = index;
    }

    boolean suits(ScheduledJob job) {
        return worker.takes(index, job.terms.demand()) && worker.kinds.contains(job.terms.kind());
    }

    boolean free() {
        return holder == null && stray == null && queue.isEmpty();
    }

    int unstarted() {
        return Math.max(0, queue.size() - 1);
    }

    void add(Attempt attempt) {
        if (queue.isEmpty()) {
            movedAt = attempt.dispatchedAt;
        } else {
            worker.prefetched++;
        }
        worker.count(attempt.ready.risk(), 1);
        queue.add(attempt);
    }

    void remove(Attempt attempt) {
        int before = unstarted();
        if (queue.remove(attempt)) {
            worker.prefetched -= before - unstarted();
            worker.count(attempt.ready.risk(), -1);
        } else {
            worker.unreported.remove(attempt);
        }
    }

    /**
     * Whether one more may wait here: nothing waits behind a suspect, and a worker holds so many.
     */
    boolean hasRoom(int maxPrefetch) {
        return queue.isEmpty()
                || (!queue.getLast().ready.confirm() && worker.prefetched < maxPrefetch);
    }
}
