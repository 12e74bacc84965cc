package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** Takes unstarted attempts back from a job's longest queue when a slot has nothing to do. */
final class Recalls {
    /** A worker does less work than this before a recalled attempt could begin elsewhere. */
    private static final long WORTH_RECALLING_NANOS = 10_000_000;

    /** An attempt that takes this much longer than expected may take very long. */
    private static final long LATE_NANOS = 10_000_000;

    private final Board board;

    Recalls(Board board) {
        this.board = board;
    }

    /**
     * Asks for half of a job's longest queue, unless the job has other work for the free slot or
     * waits for the answer to an earlier recall.
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
            board.decisions.add(
                    new Decision.Recall(longest.worker.id, job.terms.id(), longest.index, count));
        }
    }

    /** The slot where most attempts wait; null when none waits, or a recall is under way. */
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
