package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;

/** Takes unstarted attempts back from a job's longest queue when a slot has nothing to do. */
final class Recalls {
    private static final long WORTH_RECALLING_NANOS = 1_000_000;
    private static final long LONG_RUNNING_NANOS = 10_000_000;

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
        long headFor = now - slot.queue.getFirst().dispatchedAt;
        return slot.unstarted() * job.meanRanNanos() >= WORTH_RECALLING_NANOS
                || headFor >= LONG_RUNNING_NANOS;
    }
}
