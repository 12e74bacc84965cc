package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** Takes unstarted attempts back from a job's longest queue when another slot has nothing to do. */
final class Recalls {
    /**
     * The least expected run time of the attempts in a queue, in nanoseconds, that is worth a
     * recall. A worker can finish a shorter queue before a recalled attempt could begin elsewhere.
     */
    private static final long WORTH_RECALLING_NANOS = 10_000_000;

    /**
     * If an attempt runs for this many nanoseconds longer than the whole queue behind the attempt
     * is expected to take, a recall is worthwhile, because the attempt may take very long.
     */
    private static final long LATE_NANOS = 10_000_000;

    private final Board board;

    Recalls(Board board) {
        this.board = board;
    }

    /**
     * Recalls half of a job's longest queue. Does nothing if the job has other work for the free
     * slot, or if an earlier recall is not answered yet.
     */
    void consider(ScheduledJob job, long now) {
        if (job.cancelled()
                || job.holds.size() >= job.slots()
                || job.claim() != null
                || board.poolOf(job).freeSlot(job, now) == null) {
            return;
        }
        ScheduledSlot longest = longestQueue(job);
        if (longest != null && worthwhile(longest, job, now)) {
            longest.recallAsked();
            int count = (longest.unstarted() + 1) / 2;
            board.decisions.recall(
                    new Decision.Recall(longest.worker.id, job.terms.id(), longest.index, count));
        }
    }

    /**
     * Returns the slot of a job where the largest number of attempts wait; null if no attempt waits
     * or a recall is under way.
     */
    private static @Nullable ScheduledSlot longestQueue(ScheduledJob job) {
        ScheduledSlot longest = null;
        for (ScheduledSlot slot : job.holds) {
            if (slot.recalling()) {
                return null;
            }
            if (slot.unstarted() > (longest == null ? 0 : longest.unstarted())) {
                longest = slot;
            }
        }
        return longest;
    }

    private static boolean worthwhile(ScheduledSlot slot, ScheduledJob job, long now) {
        double expected = slot.unstarted() * job.meanRanNanos();
        return expected >= WORTH_RECALLING_NANOS || now - slot.movedAt() >= expected + LATE_NANOS;
    }
}
