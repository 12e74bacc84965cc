package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** Takes unstarted attempts back from a job's longest queue when a slot has nothing to do. */
final class Recalls {
    /** Less work is done where it is before it could begin elsewhere. */
    private static final long WORTH_RECALLING_NANOS = 10_000_000;

    /** What goes on for so much longer than expected may go on for very long. */
    private static final long LATE_NANOS = 10_000_000;

    private final Board board;

    Recalls(Board board) {
        this.board = board;
    }

    /** Asks for half of the longest queue, unless there is other work or an answer on its way. */
    void consider(ScheduledJob job, long now) {
        if (job.cancelled
                || job.holds.size() >= job.terms.slots()
                || job.claim != null
                || board.poolOf(job).freeSlot(job) == null) {
            return;
        }
        Slot longest = longestQueue(job);
        if (longest != null && worthwhile(longest, job, now)) {
            longest.recalling = true;
            int count = (longest.unstarted() + 1) / 2;
            board.decide(
                    new Decision.Recall(longest.worker.id, job.terms.id(), longest.index, count));
        }
    }

    /** Where most waits; null when nothing does, or a recall is under way already. */
    private static @Nullable Slot longestQueue(ScheduledJob job) {
        Slot longest = null;
        for (Slot slot : job.holds) {
            if (slot.recalling) {
                return null;
            }
            if (slot.unstarted() > (longest == null ? 0 : longest.unstarted())) {
                longest = slot;
            }
        }
        return longest;
    }

    private static boolean worthwhile(Slot slot, ScheduledJob job, long now) {
        double expected = slot.unstarted() * job.meanRanNanos();
        return expected >= WORTH_RECALLING_NANOS || now - slot.movedAt >= expected + LATE_NANOS;
    }
}
