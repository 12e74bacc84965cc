package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.protocol.WorkerId;

/** The workers that serve one mode and the jobs that want their slots; confined to the schedule. */
final class Pool {
    final String name;
    final Map<WorkerId, ScheduledWorker> workers = new LinkedHashMap<>();
    final Set<ScheduledJob> jobs = new LinkedHashSet<>();

    /** Those of its jobs that hold a slot. */
    final Set<ScheduledJob> holding = new LinkedHashSet<>();

    private long floor;

    /** Jobs that want a slot, best claim first, by the kind of their workload. */
    private final Map<String, TreeMap<ClaimKey, ScheduledJob>> claims = new HashMap<>();

    Pool(String name) {
        this.name = name;
    }

    /** Puts a job where it now belongs among those that want a slot. */
    void reindex(ScheduledJob job, long now) {
        ClaimKey claim = job.wantsSlot(now) ? ClaimKey.of(job) : null;
        if (claim != null ? claim.equals(job.claim) : job.claim == null) {
            return;
        }
        TreeMap<ClaimKey, ScheduledJob> queue =
                claims.computeIfAbsent(job.terms.kind(), _ -> new TreeMap<>());
        if (job.claim != null) {
            queue.remove(job.claim);
        }
        if (claim != null) {
            queue.put(claim, job);
        }
        job.claim = claim;
    }

    /**
     * The job with the best claim of those for which there is a free slot; null when there is none.
     */
    @Nullable ScheduledJob bestPlaceable() {
        ScheduledJob best = null;
        for (TreeMap<ClaimKey, ScheduledJob> queue : claims.values()) {
            if (!queue.isEmpty()) {
                ScheduledJob first = queue.firstEntry().getValue();
                if ((best == null || queue.firstKey().compareTo(ClaimKey.of(best)) < 0)
                        && freeSlot(first) != null) {
                    best = first;
                }
            }
        }
        return best;
    }

    /** The best claim of another job that could use the slot. */
    Optional<ClaimKey> bestRival(Slot slot, ScheduledJob holder) {
        ClaimKey best = null;
        for (TreeMap<ClaimKey, ScheduledJob> queue : claims.values()) {
            for (Map.Entry<ClaimKey, ScheduledJob> rival : queue.entrySet()) {
                if (rival.getValue() != holder) {
                    boolean better = best == null || rival.getKey().compareTo(best) < 0;
                    best = better && slot.suits(rival.getValue()) ? rival.getKey() : best;
                    break;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** A free slot for a job, on the worker that has most of them; null when there is none. */
    @Nullable Slot freeSlot(ScheduledJob job) {
        ScheduledWorker best = null;
        int most = 0;
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable()
                    && !worker.free.isEmpty()
                    && worker.kinds.contains(job.terms.kind())) {
                int free = worker.freeFor(job.terms.demand());
                if (free > most) {
                    best = worker;
                    most = free;
                }
            }
        }
        return best == null ? null : best.slots[best.firstFree(job.terms.demand())];
    }

    boolean hasFreeSlot() {
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable() && !worker.free.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the slot time of a newcomer starts: at the least of those that are at it, so that it
     * neither waits for what they had before nor has to give it to them.
     */
    long leastServed() {
        long least = holding.stream().mapToLong(job -> job.served).min().orElse(floor);
        floor = Math.max(floor, least);
        return floor;
    }

    /** What a job waits for that has nothing in flight. */
    String waitingFor(ScheduledJob job) {
        Collection<ScheduledWorker> present = new ArrayList<>();
        workers.values().stream().filter(ScheduledWorker::usable).forEach(present::add);
        if (present.isEmpty()) {
            return "no worker in pool " + name;
        }
        String kind = job.terms.kind();
        if (present.stream().noneMatch(worker -> worker.kinds.contains(kind))) {
            return "no worker in pool " + name + " can run " + kind;
        }
        return job.claim == null && job.queue.hasDelayed()
                ? "the pause before the next attempt of a failed task"
                : "a free slot in pool " + name;
    }
}
