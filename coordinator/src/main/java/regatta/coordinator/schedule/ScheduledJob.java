package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** One job as the schedule knows it; confined to the schedule. */
final class ScheduledJob {
    private static final double NEWEST = 0.2;

    final JobTerms terms;
    final Pool pool;

    /** How many jobs were accepted before this job. */
    final long arrival;

    final long acceptedAt;
    final TaskQueue queue;

    /** Whether the job's tasks have limit keys, which means that several tasks share a host. */
    private final boolean sharesHosts;

    final JobAccount account;

    /** The slots that the job holds now. */
    final Set<ScheduledSlot> holds = new LinkedHashSet<>();

    /** The slots that the job released and that no job has taken since. */
    final Set<ScheduledSlot> released = new LinkedHashSet<>();

    private final Map<Integer, ScheduledAttempt> inFlight = new HashMap<>();
    private final Map<Integer, Trouble> troubles = new HashMap<>();
    private final BitSet settled = new BitSet();
    private int settledCount;
    private boolean cancelled;
    private long served;
    private boolean active;
    private @Nullable ClaimKey claim;
    private double meanRanNanos = -1;

    ScheduledJob(JobTerms terms, Pool pool, long arrival, int lookAhead, Hosts hosts, long now) {
        this.terms = terms;
        this.account =
                terms.round()
                        ? new JobAccount(
                                new AttemptDraw(AttemptSample.MOST, terms.id().value().hashCode()))
                        : new JobAccount();
        this.pool = pool;
        this.arrival = arrival;
        this.acceptedAt = now;
        this.queue = new TaskQueue(this, lookAhead, hosts, now);
        this.sharesHosts = !terms.limitKey().apply(0).isEmpty();
    }

    // Methods that change the state.

    /**
     * Takes over the settlements of an earlier coordinator. The unsettled tasks wait until the job
     * resumes.
     */
    void recover(Stream<Settlement> settlements, long startedAgo, long now) {
        settlements.forEach(settlement -> {
            if (!settled.get(settlement.task())) {
                settle(settlement.task());
                account.recover(settlement, now);
                if (settlement.outcome() instanceof Outcome.Succeeded) {
                    measured(settlement.ranNanos());
                }
            }
        });
        account.startedAgo(startedAgo, now);
        queue.suspend(settled);
    }

    /**
     * Cancels the job and drops its waiting tasks. Attempts that workers hold may run on until they
     * stop.
     */
    void cancel() {
        cancelled = true;
        queue.clear();
    }

    void inFlight(ScheduledAttempt attempt) {
        inFlight.put(attempt.task(), attempt);
    }

    void noLongerInFlight(ScheduledAttempt attempt) {
        inFlight.remove(attempt.task(), attempt);
    }

    void settle(int task) {
        settled.set(task);
        settledCount++;
        if (!troubles.isEmpty()) {
            troubles.remove(task);
        }
    }

    /** Adds the run time of an attempt to the job's slot time. */
    void serve(long nanos) {
        served += nanos;
    }

    /** Updates the mean run time with the run time of a task that succeeded. */
    void measured(long ranNanos) {
        meanRanNanos =
                meanRanNanos < 0 ? ranNanos : meanRanNanos + NEWEST * (ranNanos - meanRanNanos);
    }

    /**
     * Records that the job begins to want or hold slots. Raises the job's slot time to at least
     * {@code leastServed} nanoseconds.
     */
    void activate(long leastServed) {
        active = true;
        served = Math.max(served, leastServed);
    }

    void deactivate() {
        active = false;
    }

    /** Sets the job's rank among the jobs that want a slot; null if the job wants no slot. */
    void setClaim(@Nullable ClaimKey place) {
        claim = place;
    }

    // The job's tasks.

    /** Returns the attempts that workers hold, at most one for each task. */
    Collection<ScheduledAttempt> inFlight() {
        return inFlight.values();
    }

    @Nullable ScheduledAttempt inFlight(int task) {
        return inFlight.get(task);
    }

    /** Returns the record of how a task was tried so far. Starts the record if there is none. */
    Trouble trouble(int task) {
        return troubles.computeIfAbsent(task, _ -> new Trouble());
    }

    /** Returns the record of how a task was tried so far; null if there is none. */
    private @Nullable Trouble known(int task) {
        // Few jobs have any record, and this is asked for each settlement.
        return troubles.isEmpty() ? null : troubles.get(task);
    }

    /**
     * Returns how strongly a task's earlier failures speak against a worker; 0 if no failure speaks
     * against the worker.
     */
    int objection(int task, ScheduledWorker worker) {
        Trouble trouble = known(task);
        return trouble == null ? 0 : trouble.objection(worker);
    }

    boolean hasTrouble(int task) {
        return troubles.containsKey(task);
    }

    boolean sharesHosts() {
        return sharesHosts;
    }

    Set<Integer> tasksWithTrouble() {
        return troubles.keySet();
    }

    /**
     * Returns the number of the last attempt of an unsettled task whose end counted; 0 if no end
     * counted.
     */
    int endedUpTo(int task) {
        Trouble trouble = known(task);
        return trouble == null ? 0 : trouble.endedUpTo();
    }

    /**
     * Returns how many attempts of a task had begun when the task last returned to the queue; 0 if
     * the task never returned.
     */
    int begun(int task) {
        Trouble trouble = known(task);
        return trouble == null ? 0 : trouble.begun();
    }

    /** Returns how many workers were lost while they ran a task and have not returned. */
    int losses(int task) {
        Trouble trouble = known(task);
        return trouble == null ? 0 : trouble.losses();
    }

    /** Returns whether an outcome of a task is still wanted. */
    boolean awaits(int task) {
        return !cancelled && task >= 0 && task < terms.tasks() && !settled.get(task);
    }

    boolean isSettled(int task) {
        return settled.get(task);
    }

    int settledCount() {
        return settledCount;
    }

    int remaining() {
        return cancelled ? holds.size() : terms.tasks() - settledCount;
    }

    boolean done() {
        return settledCount == terms.tasks();
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Returns whether nothing more of the job is to run. */
    boolean over() {
        return cancelled || done();
    }

    /**
     * Returns the unsettled tasks of which a worker has an attempt, and the waiting tasks of which
     * an attempt has begun before.
     */
    List<Schedule.Unsettled> unsettled() {
        List<Schedule.Unsettled> found = new ArrayList<>();
        for (ScheduledAttempt attempt : inFlight.values()) {
            ScheduledWorker worker = attempt.slot.worker;
            boolean begun = attempt.running() || worker.unreported.contains(attempt);
            found.add(
                    new Schedule.Unsettled(
                            attempt.task(),
                            attempt.running(),
                            begun ? attempt.begunWithThis() : attempt.ready.begun(),
                            begun ? worker.id : lastWorker(attempt.task())));
        }
        for (Ready ready : queue.begun()) {
            WorkerId last = lastWorker(ready.task());
            found.add(new Schedule.Unsettled(ready.task(), false, ready.begun(), last));
        }
        return found;
    }

    private @Nullable WorkerId lastWorker(int task) {
        Trouble trouble = known(task);
        return trouble == null ? null : trouble.lastWorker();
    }

    // The job's slots.

    /** Returns the largest number of slots that the job may hold at this moment. */
    int slots() {
        return terms.slots() > 0 ? terms.slots() : pool.slots(terms.demand());
    }

    /** Makes the schedule look for a task of the job at each tick, as long as one may be found. */
    void lookAtTicks() {
        pool.looking.add(this);
    }

    boolean wantsSlot(long now) {
        return !cancelled && holds.size() < slots() && queue.hasReady(now);
    }

    /**
     * Returns the slot time that counts for the job so far, in nanoseconds. Among jobs that have
     * the same priority and hold equally many slots, the job with the least slot time gets a slot
     * first.
     */
    long served() {
        return served;
    }

    /** Returns whether the job wants or holds a slot. */
    boolean active() {
        return active;
    }

    @Nullable ClaimKey claim() {
        return claim;
    }

    /**
     * Returns the expected run time of an attempt in nanoseconds; negative until an attempt of the
     * job has succeeded.
     */
    double meanRanNanos() {
        return meanRanNanos;
    }

    /**
     * Returns how many attempts one slot is expected to begin within {@code nanos} nanoseconds; at
     * least 1.
     */
    long startsWithin(long nanos) {
        return meanRanNanos < 0 ? 1 : 1 + (long) Math.ceil(nanos / Math.max(1, meanRanNanos));
    }

    /**
     * Returns how many attempts a slot of this job may have: the running attempt and the attempts
     * that wait behind the running attempt.
     *
     * @param slotsHeldThere how many slots of the slot's worker are held by jobs
     * @param alone whether the pool has no other job
     */
    int depth(ScheduleTerms schedule, int slotsHeldThere, boolean alone) {
        // An attempt that waits behind another attempt would hold a limit key that an idle slot
        // could use. And the attempt's host might begin to refuse tasks before the attempt runs.
        if (sharesHosts || meanRanNanos < 0 || meanRanNanos > schedule.prefetchBelow().toNanos()) {
            return 1;
        }
        long ahead = alone ? schedule.prefetchAlone() : schedule.prefetchWork().toNanos();
        double work = ahead / Math.max(1, meanRanNanos);
        int fairShare = schedule.maxPrefetch() / Math.max(1, slotsHeldThere);
        return 1 + (int) Math.min(Math.max(1, work), Math.min(fairShare, evenShareOfRemaining()));
    }

    /**
     * Returns how many of the remaining tasks each slot of the job gets if all slots get equally
     * many tasks. A slot with more attempts would have to hand attempts back at the end, when other
     * slots are idle.
     */
    private int evenShareOfRemaining() {
        int slots = Math.max(1, holds.size());
        return (remaining() + slots - 1) / slots;
    }
}
