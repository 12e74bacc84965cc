package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.BitSet;
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
    final long order;
    final TaskQueue queue;
    final JobAccount account;

    /** The attempts that workers hold, by task: at most one of each task counts. */
    final Map<Integer, Attempt> inFlight = new HashMap<>();

    /** Slots that it holds now. */
    final Set<Slot> holds = new LinkedHashSet<>();

    /** Slots that it held last and that nobody took since. */
    final Set<Slot> released = new LinkedHashSet<>();

    private final BitSet settled = new BitSet();
    private int settledCount;

    /** What went wrong so far, for the few tasks where something did. */
    final Map<Integer, Trouble> troubles = new HashMap<>();

    boolean cancelled;

    /** Slot time that its attempts took so far, in nanoseconds: who had less goes first. */
    long served;

    /** Whether it wants or holds a slot. */
    boolean active;

    /** Where it stands among those who want a slot; null when it wants none. */
    @Nullable ClaimKey claim;

    private double meanRanNanos = -1;

    ScheduledJob(JobTerms terms, long order, int lookAhead, long now) {
        this.terms = terms;
        this.order = order;
        this.queue = new TaskQueue(terms, lookAhead, now);
        this.account = new JobAccount();
    }

    /** Takes up what an earlier coordinator settled of it; it is held until it is resumed. */
    void recover(Stream<Settlement> settlements, long startedAgo, long now) {
        settlements.forEach(settlement -> {
            if (!settled.get(settlement.task())) {
                markSettled(settlement.task());
                account.recover(settlement, now);
                if (settlement.outcome() instanceof Outcome.Succeeded) {
                    measured(settlement.ranNanos());
                }
            }
        });
        account.startedAgo(startedAgo, now);
        queue.hold(settled);
    }

    /** Failures and losses of one task. */
    static final class Trouble {
        int failures;

        /** The workers that were lost with it and are away. */
        final List<WorkerId> lostWith = new ArrayList<>();

        /** The last attempt whose end counted. */
        int endedUpTo;

        /** When it came back last: its greatest number of an attempt, and how many had begun. */
        private int attempt;

        private int begun;

        /** Who ran it last, where that is known. */
        @Nullable WorkerId lastWorker;

        void comesBack(Ready again) {
            attempt = again.attempt() - 1;
            begun = again.begun();
        }

        Retried of(int task) {
            return new Retried(task, attempt, endedUpTo, begun, failures, lostWith);
        }
    }

    Trouble trouble(int task) {
        return troubles.computeIfAbsent(task, _ -> new Trouble());
    }

    /** The last attempt of an unsettled task whose end counted; 0 for none. */
    int endedUpTo(int task) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? 0 : trouble.endedUpTo;
    }

    /** Whether an outcome of a task is still wanted. */
    boolean awaits(int task) {
        return !cancelled && task >= 0 && task < terms.tasks() && !settled.get(task);
    }

    boolean isSettled(int task) {
        return settled.get(task);
    }

    void markSettled(int task) {
        settled.set(task);
        settledCount++;
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

    /** Whether nothing of it is to run any more. */
    boolean over() {
        return cancelled || done();
    }

    /** The tasks that are with a worker, or were and wait to run again. */
    List<Schedule.Unsettled> unsettled() {
        List<Schedule.Unsettled> found = new ArrayList<>();
        for (Attempt attempt : inFlight.values()) {
            boolean begun = attempt.running() || attempt.slot.worker.unreported.contains(attempt);
            found.add(
                    new Schedule.Unsettled(
                            attempt.task(),
                            attempt.running(),
                            begun ? attempt.begunWithThis() : attempt.ready.begun(),
                            begun ? attempt.slot.worker.id : lastWorker(attempt.task())));
        }
        queue.begun()
                .forEach(ready ->
                        found.add(
                                new Schedule.Unsettled(
                                        ready.task(),
                                        false,
                                        ready.begun(),
                                        lastWorker(ready.task()))));
        return found;
    }

    private @Nullable WorkerId lastWorker(int task) {
        Trouble trouble = troubles.get(task);
        return trouble == null ? null : trouble.lastWorker;
    }

    boolean wantsSlot(long now) {
        return !cancelled && holds.size() < terms.slots() && queue.hasReady(now);
    }

    void measured(long ranNanos) {
        meanRanNanos =
                meanRanNanos < 0 ? ranNanos : meanRanNanos + NEWEST * (ranNanos - meanRanNanos);
    }

    /** Expected run time of an attempt in nanoseconds; negative while none has ended. */
    double meanRanNanos() {
        return meanRanNanos;
    }

    /** How many attempts one slot begins within a time, one of them for sure. */
    long startsWithin(long nanos) {
        return meanRanNanos < 0 ? 1 : 1 + (long) Math.ceil(nanos / Math.max(1, meanRanNanos));
    }

    /** Attempts that a slot of this job may have at once: the one that runs and what waits. */
    int depth(ScheduleTerms schedule, int slotsHeldThere, boolean alone) {
        // What only waits here would have a limit key that an idle slot elsewhere could use.
        boolean scarce = terms.perKey() > 0;
        if (scarce || meanRanNanos < 0 || meanRanNanos > schedule.prefetchBelow().toNanos()) {
            return 1;
        }
        long ahead = alone ? schedule.prefetchAlone() : schedule.prefetchWork().toNanos();
        double work = ahead / Math.max(1, meanRanNanos);
        int fairShare = schedule.maxPrefetch() / Math.max(1, slotsHeldThere);
        return 1 + (int) Math.min(Math.max(1, work), Math.min(fairShare, shareOfWhatIsLeft()));
    }

    /**
     * What a slot has to do when all finish together: with more at one, others would run dry near
     * the end and have to be given what was taken back from it.
     */
    private int shareOfWhatIsLeft() {
        int slots = Math.max(1, holds.size());
        return (remaining() + slots - 1) / slots;
    }
}
