package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import regatta.protocol.WorkerId;
import regatta.workload.Demand;

/** The workers that serve one mode and the jobs that want their slots; confined to the schedule. */
final class Pool {
    final String name;
    final Map<WorkerId, ScheduledWorker> workers = new LinkedHashMap<>();
    final Set<ScheduledJob> jobs = new LinkedHashSet<>();

    /** Those of its jobs that hold a slot. */
    final Set<ScheduledJob> holding = new LinkedHashSet<>();

    /** The most slot time with which a job stopped wanting slots. */
    private long mostServed;

    private int computingSlots = 1;
    private int waitingSlots = 1;
    private final Map<String, Long> restingSince = new HashMap<>();

    /** Jobs that want a slot, best claim first, by the kind of their workload. */
    private final Map<String, TreeMap<ClaimKey, ScheduledJob>> claims = new HashMap<>();

    Pool(String name) {
        this.name = name;
    }

    /** Counts the slots of its workers again, because workers came or went. */
    void countSlots() {
        int computing = 0;
        int waiting = 0;
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable()) {
                computing += worker.offer.any() + worker.offer.computing();
                waiting += worker.offer.any() + worker.offer.waiting();
            }
        }
        computingSlots = Math.max(1, computing);
        waitingSlots = Math.max(1, waiting);
    }

    /** How many slots of its workers take a demand; at least 1. */
    int slots(Demand demand) {
        return demand == Demand.COMPUTING ? computingSlots : waitingSlots;
    }

    /** Puts a job where it now belongs among those that want a slot. */
    void reindex(ScheduledJob job, long now) {
        boolean wants = job.wantsSlot(now);
        activate(job, wants || !job.holds.isEmpty());
        ClaimKey before = job.claim();
        ClaimKey claim = wants ? ClaimKey.of(job) : null;
        if (claim != null ? claim.equals(before) : before == null) {
            return;
        }
        TreeMap<ClaimKey, ScheduledJob> queue =
                claims.computeIfAbsent(job.terms.kind(), _ -> new TreeMap<>());
        if (before != null) {
            queue.remove(before);
        }
        if (claim != null) {
            queue.put(claim, job);
        }
        job.setClaim(claim);
    }

    /**
     * A job that begins to want slots, or does so again, counts as having had the least slot time
     * of those that want or hold some. So it neither waits for what they had before nor has to give
     * them what it lacks.
     */
    private void activate(ScheduledJob job, boolean active) {
        if (active && !job.active()) {
            job.activate(leastServed(job.terms.priority()));
        } else if (job.active() && !active) {
            mostServed = Math.max(mostServed, job.served());
            job.deactivate();
        }
    }

    /** The least slot time of a job of a priority that wants or holds a slot. */
    private long leastServed(int priority) {
        long least = Long.MAX_VALUE;
        for (ScheduledJob job : holding) {
            if (job.active() && job.terms.priority() == priority) {
                least = Math.min(least, job.served());
            }
        }
        ClaimKey lowest = new ClaimKey(priority, 0, Long.MIN_VALUE, 0);
        for (TreeMap<ClaimKey, ScheduledJob> queue : claims.values()) {
            ClaimKey first = queue.ceilingKey(lowest);
            if (first != null && first.priority() == priority) {
                least = Math.min(least, first.served());
            }
        }
        return least == Long.MAX_VALUE ? mostServed : least;
    }

    /** Whether no job of it is open. */
    boolean isIdle() {
        return jobs.isEmpty()
                && holding.isEmpty()
                && claims.values().stream().allMatch(TreeMap::isEmpty);
    }

    /**
     * The job with the best claim of those for which there is a free slot; null when there is none.
     */
    @Nullable ScheduledJob bestPlaceable(long now) {
        ScheduledJob best = null;
        for (TreeMap<ClaimKey, ScheduledJob> queue : claims.values()) {
            if (!queue.isEmpty()) {
                ScheduledJob first = queue.firstEntry().getValue();
                if ((best == null || queue.firstKey().compareTo(ClaimKey.of(best)) < 0)
                        && freeSlot(first, now) != null) {
                    best = first;
                }
            }
        }
        return best;
    }

    /** The best claim of another job that could use the slot. */
    Optional<ClaimKey> bestRival(ScheduledSlot slot, ScheduledJob holder) {
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
    @Nullable ScheduledSlot freeSlot(ScheduledJob job, long now) {
        return freeSlot(job, null, now);
    }

    /**
     * A free slot for a job; null when there is none.
     *
     * @param task the task that is to run there; null for any
     */
    @Nullable ScheduledSlot freeSlot(ScheduledJob job, @Nullable Ready task, long now) {
        ScheduledWorker best = null;
        int most = 0;
        for (ScheduledWorker worker : workers.values()) {
            int free = worker.usable() ? worker.freeFor(job.terms.demand()) : 0;
            if (free > most
                    && worker.kinds.contains(job.terms.kind())
                    && worker.health.takes(now)
                    && (task == null || mayRun(worker, job, task))) {
                best = worker;
                most = free;
            }
        }
        return best == null ? null : best.slots[best.firstFree(job.terms.demand())];
    }

    /**
     * Whether a task may run at a worker: no other suspect is there, and no other worker has failed
     * the task less.
     */
    boolean mayRun(ScheduledWorker worker, ScheduledJob job, Ready task) {
        if (!worker.takes(task.risk())) {
            return false;
        }
        int objection = job.objection(task.task(), worker);
        return objection == 0
                || !anyOther(job, other -> job.objection(task.task(), other) < objection);
    }

    /** Whether any worker suits a job, is well and is one of those that are meant. */
    boolean anyWell(ScheduledJob job, Predicate<ScheduledWorker> meant) {
        return anyOther(job, worker -> !worker.health.resting() && meant.test(worker));
    }

    /**
     * Whether any worker suits a job, be it well or at rest, and is one of those that are meant.
     */
    boolean anyOther(ScheduledJob job, Predicate<ScheduledWorker> meant) {
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable() && worker.suits(job) && meant.test(worker)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks which workloads no worker can run because all that could rest, and since when.
     *
     * @return those workloads, with the reason that one of the workers rests for
     */
    Map<String, String> restingKinds(long now) {
        if (workers.values().stream().noneMatch(worker -> worker.health.resting())) {
            restingSince.clear();
            return Map.of();
        }
        Map<String, String> resting = new HashMap<>();
        Set<String> well = new HashSet<>();
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable()) {
                String why = worker.health.reason().orElse(null);
                worker.kinds.forEach(kind -> {
                    if (why == null) {
                        well.add(kind);
                    } else {
                        resting.put(kind, why);
                    }
                });
            }
        }
        resting.keySet().removeAll(well);
        restingSince.keySet().retainAll(resting.keySet());
        resting.keySet().forEach(kind -> restingSince.putIfAbsent(kind, now));
        return resting;
    }

    /** Since when no worker can run a workload; one of {@link #restingKinds}. */
    long restingSince(String kind) {
        return restingSince.getOrDefault(kind, Long.MAX_VALUE);
    }

    boolean hasFreeSlot() {
        for (ScheduledWorker worker : workers.values()) {
            if (worker.usable() && worker.hasFree()) {
                return true;
            }
        }
        return false;
    }

    /** What a job waits for that holds no slot. */
    String waitingFor(ScheduledJob job, Hosts hosts) {
        if (job.queue.suspended()) {
            return "workers of pool %s to say what they still run of it".formatted(name);
        }
        Collection<ScheduledWorker> present = new ArrayList<>();
        workers.values().stream().filter(ScheduledWorker::usable).forEach(present::add);
        if (present.isEmpty()) {
            boolean unheard =
                    workers.values().stream()
                            .anyMatch(each -> each.present() && (!each.welcomed() || each.deaf()));
            return "no worker in pool " + name + (unheard ? " that hears this coordinator" : "");
        }
        if (job.queue.waiting() == 0) {
            return "the report of what has ended at its workers";
        }
        String kind = job.terms.kind();
        if (present.stream().noneMatch(worker -> worker.kinds.contains(kind))) {
            return "no worker in pool " + name + " can run " + kind;
        }
        if (!anyWell(job, _ -> true)) {
            return "a worker in pool %s that is well: %s".formatted(name, whyResting(present));
        }
        List<HostHealth> refusing = job.claim() == null ? hosts.awaitedBy(job) : List.of();
        if (!refusing.isEmpty()) {
            return waitingFor(refusing);
        }
        return job.claim() == null && job.queue.hasDelayed()
                ? "the pause before the next attempt of a failed task"
                : "a free slot in pool " + name;
    }

    private static String whyResting(Collection<ScheduledWorker> all) {
        return all.stream()
                .flatMap(worker ->
                        worker
                                .health
                                .reason()
                                .map(why -> worker.id + " rests (" + why + ")")
                                .stream())
                .findFirst()
                .orElse("none of them takes tasks of this kind");
    }

    private static String waitingFor(List<HostHealth> refusing) {
        HostHealth first = refusing.getFirst();
        String others =
                refusing.size() == 1 ? "" : " and %d more hosts".formatted(refusing.size() - 1);
        return "host %s%s (%s)".formatted(first.name, others, first.reason());
    }
}
