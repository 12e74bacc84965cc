package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One slot of one worker: who holds it and what waits in it; confined to the schedule. */
final class Slot {
    final ScheduledWorker worker;
    final int index;

    /** Attempts in the order in which the worker runs them: the first runs, the others wait. */
    final ArrayDeque<Attempt> queue = new ArrayDeque<>();

    @Nullable ScheduledJob holder;

    /** Who held it last; its time counts as drained for that job until another takes it. */
    @Nullable ScheduledJob lastHolder;

    long releasedAt;
    boolean recalling;

    /** An attempt that does not stop; the slot takes nothing until it does. */
    @Nullable Attempt stuck;

    Slot(ScheduledWorker worker, int index) {
        this.worker = worker;
        this.index = index;
    }

    boolean suits(ScheduledJob job) {
        return worker.takes(index, job.terms.demand()) && worker.kinds.contains(job.terms.kind());
    }

    boolean free() {
        return holder == null && stuck == null && queue.isEmpty();
    }

    int unstarted() {
        return Math.max(0, queue.size() - 1);
    }
}
