package regatta.coordinator.jobs;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.WorkerId;

/**
 * Decides which reports of workers can be acknowledged. A report can be acknowledged once the last
 * entry that it caused is kept and every earlier report of the worker can be acknowledged. An entry
 * is a write that the book asks the store to keep.
 *
 * <p>The store keeps entries in order, so once the last entry of a report is kept, all entries of
 * the report are kept. A report that only names starts causes no entry. Its acknowledgement waits
 * only for earlier reports of the same worker, never for an entry that another worker's report
 * caused.
 */
final class Acknowledgements {
    static final long NO_ENTRY = 0;

    private record Due(long report, long lastEntry) {}

    private final Map<WorkerId, ArrayDeque<Due>> queues = new HashMap<>();
    private final Map<Long, WorkerId> unkept = new HashMap<>();

    /**
     * Adds a report that the book has processed. {@code lastEntry} is the number of the last entry
     * that the report caused, or {@link #NO_ENTRY} if the report caused no entry.
     */
    void reported(WorkerId worker, long report, long lastEntry, List<Effect> effects) {
        queues.computeIfAbsent(worker, _ -> new ArrayDeque<>()).add(new Due(report, lastEntry));
        if (lastEntry != NO_ENTRY) {
            unkept.put(lastEntry, worker);
        }
        release(worker, effects);
    }

    /** Acknowledges the reports that waited for this entry, which is kept now. */
    void kept(long entry, List<Effect> effects) {
        WorkerId worker = unkept.remove(entry);
        if (worker != null) {
            release(worker, effects);
        }
    }

    /** Forgets a worker that is gone, because a gone worker needs no acknowledgement. */
    void forget(WorkerId worker) {
        queues.remove(worker);
    }

    private void release(WorkerId worker, List<Effect> effects) {
        ArrayDeque<Due> queue = queues.get(worker);
        if (queue == null) {
            return;
        }
        while (!queue.isEmpty() && !unkept.containsKey(queue.getFirst().lastEntry())) {
            Due due = queue.removeFirst();
            boolean promptly = due.lastEntry() == NO_ENTRY;
            effects.add(new Effect.Acknowledge(worker, due.report(), promptly));
        }
        if (queue.isEmpty()) {
            queues.remove(worker);
        }
    }
}
