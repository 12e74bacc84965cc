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

    /** The jobs that may find a task at the next tick although nothing else happens. */
    final Set<ScheduledJob> looking = new LinkedHashSet<>();

    /** The jobs of the pool that hold a slot. */
    final Set<ScheduledJob> holding = new LinkedHashSet<>();

    /** The largest slot time that a job had when the job stopped wanting and holding slots. */
    private long mostServed;

    private int computingSlots = 1;
    private int waitingSlots = 1;
    private final Map<String, Long> restingSince = new HashMap<>();

    /**
     * For each kind of workload, the jobs that want a slot. The job with the best claim comes
     * first.
     */
    private final Map<String, TreeMap<ClaimKey, ScheduledJob>> claims = new HashMap<>();

    Pool(String name) {
        this.name = name;
    }

    /** Counts the slots of the pool's workers again, because workers came or went. */
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

    /** Returns how many slots of the pool's workers take tasks of a demand; at least 1. */
    int slots(Demand demand) {
        return demand == Demand.COMPUTING ? computingSlots : waitingSlots;
    }

    /** Updates a job's rank among the jobs that want a slot. */
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
     * Activates a job that begins to want or hold slots, or deactivates a job that no longer wants
     * or holds slots. On activation the job's slot time rises to at least the least slot time of
     * the active jobs with the same priority. Without this rise, a new job would get all slots
     * until its slot time had reached the slot time of the other jobs.
     */
    private void activate(ScheduledJob job, boolean active) {
        if (active && !job.active()) {
            job.activate(leastServed(job.terms.priority()));
        } else if (job.active() && !active) {
            mostServed = Math.max(mostServed, job.served());
            job.deactivate();
        }
    }

    /**
     * Returns the least slot time of the jobs that have the given priority and want or hold a slot.
     * If no job of the priority wants or holds a slot, returns the largest slot time that a job had
     * when the job stopped wanting and holding slots.
     */
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

    /** Returns whether the pool has no jobs. */
    boolean isIdle() {
        return jobs.isEmpty()
                && holding.isEmpty()
                && claims.values().stream().allMatch(TreeMap::isEmpty);
    }

    /**
     * Returns the job with the best claim among the jobs for which a slot is free; null if no job
     * finds a free slot.
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

    /**
     * Returns the best claim of the jobs other than {@code holder} that could use the slot; empty
     * if no other job could use the slot.
     */
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

    /**
     * Returns a free slot for a job, at the worker with the largest number of free slots; null if
     * no slot is free for the job.
     */
    @Nullable ScheduledSlot freeSlot(ScheduledJob job, long now) {
        return freeSlot(job, null, now);
    }

    /**
     * Returns a free slot for a job; null if no slot is free for the job.
     *
     * @param task the task that is to run in the slot; null for any task of the job
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
     * Returns whether a task may run at a worker. A task with the risk {@code LAST_CHANCE} shares
     * no worker with other suspects. If the worker failed an attempt of the task or did not reach
     * the task's host, the task may run at the worker only if no other worker suits the task
     * better.
     */
    boolean mayRun(ScheduledWorker worker, ScheduledJob job, Ready task) {
        if (!worker.takes(task.risk())) {
            return false;
        }
        int objection = job.objection(task.task(), worker);
        return objection == 0
                || !anyOther(job, other -> job.objection(task.task(), other) < objection);
    }

    /** Returns whether any usable worker suits a job, does not rest and meets the condition. */
    boolean anyWell(ScheduledJob job, Predicate<ScheduledWorker> meant) {
        return anyOther(job, worker -> !worker.health.resting() && meant.test(worker));
    }

    /**
     * Returns whether any usable worker suits a job and meets the condition. A worker that rests
     * counts, too.
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
     * Finds the kinds of workload that no worker can run now, because every worker that has the
     * kind rests. Records for each of these kinds since when no worker can run the kind.
     *
     * @return the kinds that no worker can run, each with the reason why a worker that has the kind
     *     rests
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

    /** Returns since when no worker can run a kind that {@link #restingKinds} returned. */
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

    /** Says in words for people what a job without slots waits for. */
    String waitingFor(ScheduledJob job, Hosts hosts) {
        if (job.queue.suspended()) {
            return "the workers of pool %s to report which of its attempts they still run"
                    .formatted(name);
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
            return "its workers' report of ended attempts";
        }
        String kind = job.terms.kind();
        if (present.stream().noneMatch(worker -> worker.kinds.contains(kind))) {
            return "no worker in pool " + name + " can run " + kind;
        }
        if (!anyWell(job, _ -> true)) {
            return "a worker in pool %s that is well: %s".formatted(name, whyResting(present));
        }
        if (job.claim() != null) {
            return "a free slot in pool " + name;
        }
        List<HostHealth> refusing = hosts.awaitedBy(job);
        if (!refusing.isEmpty()) {
            return waitingFor(refusing);
        }
        HostHealth busy = job.queue.heldBackBy();
        if (busy != null) {
            return "host %s to answer the first tasks that it got".formatted(busy.name);
        }
        Ready delayed = job.queue.firstDelayed();
        if (delayed == null) {
            return "a free slot in pool " + name;
        }
        HostHealth host = job.trouble(delayed.task()).refusedBy();
        return host == null
                ? "the pause before the next attempt of a failed task"
                : waitingFor(List.of(host));
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
                .orElse("no worker takes tasks of this kind");
    }

    private static String waitingFor(List<HostHealth> refusing) {
        HostHealth first = refusing.getFirst();
        String others =
                refusing.size() == 1 ? "" : " and %d more hosts".formatted(refusing.size() - 1);
        return "host %s%s (%s)".formatted(first.name, others, first.reason());
    }
}
