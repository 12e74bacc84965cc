package regatta.coordinator.jobs;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.WorkerId;

/**
 * Which reports of workers are settled: a report is once the last entry that came of it is kept,
 * and every report before it is settled.
 *
 * <p>The store keeps entries in order, so that the last one stands for all of a report. A report of
 * starts alone has no entry and waits for no other worker's.
 */
final class Acknowledgements {
    static final long NO_ENTRY = 0;

    private record Due(long report, long lastEntry) {}

    private final Map<WorkerId, ArrayDeque<Due>> queues = new HashMap<>();
    private final Map<Long, WorkerId> unkept = new HashMap<>();

    /** A worker's report was taken in; {@code lastEntry} is the last entry that came of it. */
    void reported(WorkerId worker, long report, long lastEntry, List<Effect> effects) {
        queues.computeIfAbsent(worker, _ -> new ArrayDeque<>()).add(new Due(report, lastEntry));
        if (lastEntry != NO_ENTRY) {
            unkept.put(lastEntry, worker);
        }
        release(worker, effects);
    }

    /** An entry is kept. */
    void kept(long entry, List<Effect> effects) {
        WorkerId worker = unkept.remove(entry);
        if (worker != null) {
            release(worker, effects);
        }
    }

    /** A worker is gone and forgets by itself. */
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
