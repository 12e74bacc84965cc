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
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** One job as the schedule knows it; confined to the schedule. */
final class ScheduledJob {
    private static final double NEWEST = 0.2;

    final JobTerms terms;
    private final Pool pool;

    /** How many jobs were accepted before this one. */
    final long arrival;

    final long acceptedAt;
    final TaskQueue queue;

    /** Whether its tasks share hosts with others. */
    private final boolean sharesHosts;

    final JobAccount account;

    /** Slots that it holds now. */
    final Set<ScheduledSlot> holds = new LinkedHashSet<>();

    /** Slots that it released and that no job took since. */
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
                        ? new JobAccount(new AttemptDraw(terms.id().value().hashCode()))
                        : new JobAccount();
        this.pool = pool;
        this.arrival = arrival;
        this.acceptedAt = now;
        this.queue = new TaskQueue(this, lookAhead, hosts, now);
        this.sharesHosts = !terms.limitKey().apply(0).isEmpty();
    }

    // What happens to it.

    /** An earlier coordinator settled some of its tasks; the rest is suspended until it resumes. */
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

    /** Nothing of it runs any more but what has not stopped yet. */
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
        troubles.remove(task);
    }

    /** An attempt of it took slot time. */
    void serve(long nanos) {
        served += nanos;
    }

    /** A task of it succeeded in this time. */
    void measured(long ranNanos) {
        meanRanNanos =
                meanRanNanos < 0 ? ranNanos : meanRanNanos + NEWEST * (ranNanos - meanRanNanos);
    }

    /** It begins to want or hold slots; its slot time counts from this much at least. */
    void activate(long leastServed) {
        active = true;
        served = Math.max(served, leastServed);
    }

    void deactivate() {
        active = false;
    }

    /** Its place among the jobs that want a slot; null while it does not want one. */
    void setClaim(@Nullable ClaimKey place) {
        claim = place;
    }

    // Its tasks.

    /** The attempts that workers hold: at most one of each task counts. */
    Collection<ScheduledAttempt> inFlight() {
        return inFlight.values();
    }

    @Nullable ScheduledAttempt inFlight(int task) {
        return inFlight.get(task);
    }

    /** How a task was tried so far. */
    Trouble trouble(int task) {
        return troubles.computeIfAbsent(task, _ -> new Trouble());
    }

    /** How much speaks against a worker for a task; 0 where nothing does. */
    int objection(int task, ScheduledWorker worker) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? 0 : trouble.objection(worker);
    }

    boolean hasTrouble(int task) {
        return troubles.containsKey(task);
    }

    Set<Integer> tasksWithTrouble() {
        return troubles.keySet();
    }

    /** The last attempt of an unsettled task whose end counted; 0 for none. */
    int endedUpTo(int task) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? 0 : trouble.endedUpTo();
    }

    /** How many attempts of a task had begun when it came back last; 0 where it did not. */
    int begun(int task) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? 0 : trouble.begun();
    }

    /** How many workers were lost with a task and are away. */
    int losses(int task) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? 0 : trouble.losses();
    }

    /** Whether an outcome of a task is still wanted. */
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

    /** Whether nothing of it is to run any more. */
    boolean over() {
        return cancelled || done();
    }

    /** The tasks that are with a worker, or were and wait to run again. */
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
        Trouble trouble = troubles.get(task);
        return trouble == null ? null : trouble.lastWorker();
    }

    // Its slots.

    /** The most slots that it may hold at this moment. */
    int slots() {
        return terms.slots() > 0 ? terms.slots() : pool.slots(terms.demand());
    }

    boolean wantsSlot(long now) {
        return !cancelled && holds.size() < slots() && queue.hasReady(now);
    }

    /** Slot time that its attempts took so far, in nanoseconds: the job with less goes first. */
    long served() {
        return served;
    }

    /** Whether it wants or holds a slot. */
    boolean active() {
        return active;
    }

    @Nullable ClaimKey claim() {
        return claim;
    }

    /** Expected run time of an attempt in nanoseconds; negative while none has ended. */
    double meanRanNanos() {
        return meanRanNanos;
    }

    /** How many attempts one slot begins within a time; at least one. */
    long startsWithin(long nanos) {
        return meanRanNanos < 0 ? 1 : 1 + (long) Math.ceil(nanos / Math.max(1, meanRanNanos));
    }

    /** Attempts that a slot of this job may have at once: the one that runs and what waits. */
    int depth(ScheduleTerms schedule, int slotsHeldThere, boolean alone) {
        // An attempt that only waits here would take a limit key that an idle slot could use, and
        // would run into a host that refuses meanwhile.
        if (sharesHosts || meanRanNanos < 0 || meanRanNanos > schedule.prefetchBelow().toNanos()) {
            return 1;
        }
        long ahead = alone ? schedule.prefetchAlone() : schedule.prefetchWork().toNanos();
        double work = ahead / Math.max(1, meanRanNanos);
        int fairShare = schedule.maxPrefetch() / Math.max(1, slotsHeldThere);
        return 1 + (int) Math.min(Math.max(1, work), Math.min(fairShare, evenShareOfRemaining()));
    }

    /**
     * The tasks a slot gets when all slots finish together. A slot with more would have to hand
     * some back at the end, when others have nothing to do.
     */
    private int evenShareOfRemaining() {
        int slots = Math.max(1, holds.size());
        return (remaining() + slots - 1) / slots;
    }
}
