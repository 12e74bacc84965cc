package regatta.coordinator.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerId;
import regatta.workload.FailureSide;

/** What must hold after every event of a simulation, and what when all is over. */
final class Invariants {
    private final Simulation simulation;
    private final Board board;

    Invariants(Simulation simulation, Board board) {
        this.simulation = simulation;
        this.board = board;
    }

    void afterCall() {
        board.jobs.values().forEach(this::job);
        for (ScheduledWorker worker : board.workers.values()) {
            int waiting = 0;
            int running = 0;
            for (ScheduledSlot slot : worker.slots) {
                slot(worker, slot);
                waiting += slot.unstarted();
                running += slot.isEmpty() && slot.stray() == null ? 0 : 1;
            }
            check(
                    worker.prefetched() <= board.terms.maxPrefetch(),
                    () -> worker.id + " has " + worker.prefetched());
            boolean counts = worker.prefetched() == waiting && worker.running() == running;
            check(counts, () -> worker.id + " miscounts");
            check(worker.present() || worker.unreported.isEmpty(), () -> worker.id + " unreported");
            boolean charges = board.charges.any(worker.id);
            check(!worker.present() || !charges, () -> worker.id + " charges");
        }
    }

    /** A tick looks at all that waits, so that no slot is idle for which there is something. */
    void afterTick() {
        if (board.paused()) {
            return;
        }
        for (Pool pool : board.pools()) {
            for (ScheduledJob job : pool.jobs) {
                if (job.wantsSlot(simulation.time.now())) {
                    check(
                            pool.freeSlot(job, simulation.time.now()) == null,
                            () -> "a slot is idle and wanted by " + of(job));
                } else if (!job.cancelled() && job.holds.size() < job.terms.slots()) {
                    check(!overlooked(job), () -> "an allowed task is overlooked in " + of(job));
                }
            }
        }
    }

    /** Whether every slot is free again. */
    boolean settledDown() {
        for (ScheduledWorker worker : board.workers.values()) {
            for (ScheduledSlot slot : worker.slots) {
                if (worker.present() && !slot.free()) {
                    return false;
                }
            }
        }
        return true;
    }

    void dispatched(SimulatedCoordinator.Live live, long epoch, List<Decision.Assignment> all) {
        SimulatedJob job = live.job;
        check(!live.cancelled && !live.allSettled(), () -> "dispatched after the end: " + of(job));
        for (Decision.Assignment one : all) {
            check(!live.settled.get(one.task()), () -> "dispatched though settled: " + one);
            int before = live.dispatched.merge(one.task(), one.attempt(), Math::max);
            check(one.attempt() >= before, () -> "attempt after " + before + ": " + one);
            int kept = lastAttempt(live.recovered.get(one.task()));
            check(one.attempt() > kept, () -> "attempt after " + kept + " of before: " + one);
            boolean again = job.hasBegun(epoch, new TaskAttempt(one.task(), one.attempt()));
            check(!again, () -> "dispatched again under its number: " + one + of(job));
        }
    }

    /** What comes back is counted on from what was kept before, whoever counted that. */
    void retried(SimulatedCoordinator.Live live, Iterable<Retried> tasks) {
        for (Retried one : tasks) {
            SimulatedJob job = live.job;
            check(!live.settled.get(one.task()), () -> "runs again though settled: " + one);
            check(one.failures() < job.terms.maxAttempts(), () -> "again: " + one + of(job));
            boolean possible =
                    one.endedUpTo() <= one.attempt()
                            && one.attempts() <= one.attempt()
                            && one.failures() <= one.attempts();
            check(possible, () -> "miscounted: " + one + of(job));
            @Nullable Retried before = live.retried.put(one.task(), one);
            goesOn(before, one);
            if (before != null) {
                // Who was heard since was not lost.
                boolean charged =
                        before.lostWith().stream()
                                .filter(worker -> board.worker(worker) == null)
                                .allMatch(one.lostWith()::contains);
                check(charged, () -> before + " is charged no more: " + one + of(job));
            }
        }
    }

    /** Nothing of what is known of a task is ever taken back, but losses that were none. */
    static void goesOn(@Nullable Retried before, Retried after) {
        check(
                before == null
                        || (after.attempt() >= before.attempt()
                                && after.endedUpTo() >= before.endedUpTo()
                                && after.attempts() >= before.attempts()
                                && after.failures() >= before.failures()),
                () -> before + " became " + after);
    }

    private static int lastAttempt(@Nullable Retried retried) {
        return retried == null ? 0 : retried.attempt();
    }

    /** Nothing is sent to a worker that may be out of reach for all that is known. */
    void hears(WorkerId worker, long epoch) {
        SimulatedWorker to = simulation.workers.get(worker);
        check(to != null && to.heard(epoch), () -> worker + " never heard of epoch " + epoch);
    }

    void settled(SimulatedCoordinator.Live live, Iterable<Settlement> settlements) {
        SimulatedJob job = live.job;
        check(!live.cancelled && !live.allSettled(), () -> "settled after the end: " + of(job));
        for (Settlement one : settlements) {
            int task = one.task();
            check(task >= 0 && task < job.terms.tasks(), () -> "there is no task " + task);
            check(!live.settled.get(task), () -> "settled twice: task " + task + of(job));
            live.settled.set(task);
            @Nullable Retried before = live.retried.get(task);
            check(
                    before == null || one.attempts() >= before.attempts(),
                    () -> before + " was settled as " + one + of(job));
            outcome(job, one);
        }
    }

    /** Who heard that a job was accepted can count on it. */
    void accepted(SimulatedJob job) {
        check(simulation.store.find(job) != null, () -> "accepted before it is kept:" + of(job));
    }

    /** Outputs are combined once every settlement is kept. */
    void complete(SimulatedCoordinator.Live live) {
        SimulatedJob job = live.job;
        SimulatedStore.@Nullable Kept kept = simulation.store.find(job);
        check(
                kept != null && kept.settled.size() == job.terms.tasks(),
                () -> "combined early: " + of(job));
    }

    /** Whatever was shown before a crash is still so after it. */
    void recovered(SimulatedJob job) {
        SimulatedStore.@Nullable Kept kept = simulation.store.find(job);
        check(kept != null || !job.accepted, () -> "accepted and lost:" + of(job));
        if (kept != null) {
            check(
                    job.shownEnd == null || simulation.store.end(job) == job.shownEnd,
                    () -> "ended, not:" + of(job));
            check(
                    job.shown.stream().allMatch(kept.settled::containsKey),
                    () -> "shown and lost:" + of(job));
        }
    }

    /** Every job ended, every attempt stopped, and the schedule knows nothing of either. */
    void atEnd() {
        check(board.jobs.isEmpty(), () -> "jobs are left: " + board.jobs.keySet());
        check(!board.isAnyEnding(), () -> "jobs are still ending");
        for (Pool pool : board.pools()) {
            check(pool.isIdle(), () -> "pool " + pool.name + " is not idle");
        }
        check(board.charges.isEmpty(), () -> "charged for jobs that are over");
        board.hosts.forgetUnused(Long.MAX_VALUE);
        check(board.hosts.isEmpty(), () -> "hosts are in use");
        for (ScheduledWorker worker : board.workers.values()) {
            for (ScheduledSlot slot : worker.slots) {
                check(slot.isEmpty() && slot.holder() == null, () -> of(slot) + " is held");
                check(slot.releasedBy() == null, () -> of(slot) + " remembers its holder");
                check(!worker.present() || slot.free(), () -> of(slot) + " is not free");
            }
        }
    }

    /** Nothing ever went wrong: everything ran exactly as often as it had to. */
    void afterCalm(SimulatedJob job) {
        check(
                board.lateOutcomes() == 0,
                () -> board.lateOutcomes() + " late outcomes without a cause");
        job.begun.forEach((task, attempts) ->
                check(
                        attempts.size() == 1 || job.habits.failing() > 0,
                        () -> "task " + task + " ran again without a cause" + of(job)));
        int different = job.begun.values().stream().mapToInt(Set::size).sum();
        check(job.beginnings == different, () -> "an attempt ran twice" + of(job));
        check(job.mostRunning <= job.terms.slots(), () -> "too many ran at once" + of(job));
        check(job.mostRunningOfAKey <= job.terms.perKey(), () -> "too many of a key" + of(job));
    }

    /**
     * Nothing went wrong but that coordinators died, and every node was back in time: what ran on
     * nodes ran once.
     */
    void afterRestarts(SimulatedJob job) {
        boolean once = job.terms.pool().equals(History.NODES);
        int most = once ? 1 : 1 + simulation.restarts;
        job.failed.forEach((task, failures) -> {
            // What ended in the JVM of a coordinator that died was never told to anybody.
            int uncounted = job.unkept.getOrDefault(task, 0) + (once ? 0 : simulation.restarts);
            check(
                    failures <= job.terms.maxAttempts() + uncounted,
                    () -> "task " + task + " failed " + failures + " times" + of(job));
        });
        check(
                job.habits.failing() > 0 || job.beginnings <= most * job.terms.tasks(),
                () -> job.beginnings + " attempts of " + job.terms.tasks() + " tasks" + of(job));
    }

    /** Nothing went wrong but one task: it is found soon, and no other is blamed. */
    void afterKiller(SimulatedJob job) {
        int enough = board.terms.lossesToPoison() + 1;
        job.begun.forEach((task, attempts) ->
                check(
                        !job.kills(task) || attempts.size() <= enough,
                        () -> task + " took down " + attempts.size() + of(job)));
        job.poisoned.forEach(
                task -> check(job.kills(task), () -> "wrongly blamed: " + task + of(job)));
    }

    private void outcome(SimulatedJob job, Settlement one) {
        if (one.outcome() instanceof Outcome.Failed(Failure failure)) {
            if (failure.kind().equals(Failure.POISON)) {
                simulation.tally.poisoned++;
                job.poisoned.add(one.task());
                int workers = job.startedBy.getOrDefault(one.task(), Set.of()).size();
                check(
                        workers >= board.terms.lossesToPoison(),
                        () -> "poison on " + workers + " workers: " + one + of(job));
            } else if (failure.retryable() && failure.side() == FailureSide.TASK) {
                int tried = job.begun.getOrDefault(one.task(), Set.of()).size();
                check(tried >= job.terms.maxAttempts(), () -> tried + " attempts only: " + one);
            }
        } else {
            check(one.outcome() instanceof Outcome.Succeeded, () -> "settled as " + one);
            check(job.begun.containsKey(one.task()), () -> "succeeded without running: " + one);
            check(one.attempts() > 0, () -> "succeeded without an attempt: " + one);
        }
    }

    private void job(ScheduledJob job) {
        check(job.holds.size() <= job.terms.slots(), () -> of(job) + " holds too many slots");
        Pool pool = board.poolOf(job);
        check(pool.jobs.contains(job), () -> of(job) + " is not in its pool");
        check(pool.holding.contains(job) != job.holds.isEmpty(), () -> of(job) + " holding");
        Map<String, Integer> keys = new HashMap<>();
        job.inFlight().forEach(attempt -> inFlight(job, attempt.task(), attempt, keys));
        if (!job.cancelled()) {
            int known = job.queue.waiting() + job.inFlight().size() + job.settledCount();
            check(known == job.terms.tasks(), () -> of(job) + " knows of " + known + " tasks");
        }
        for (int task : job.tasksWithTrouble()) {
            boolean same = job.losses(task) == board.charges.of(job, task);
            check(same, () -> of(job) + " charges for task " + task);
        }
    }

    private void inFlight(
            ScheduledJob job, int task, ScheduledAttempt attempt, Map<String, Integer> keys) {
        boolean known =
                attempt.slot.contains(attempt) || attempt.slot.worker.unreported.contains(attempt);
        check(known, () -> "task " + task + " is in no slot");
        check(attempt.slot.worker.present(), () -> "task " + task + " is at a worker that is gone");
        check(!job.isSettled(task), () -> "task " + task + " is in flight and settled");
        if (job.terms.perKey() > 0 && attempt.keyed) {
            int sameKey = keys.merge(job.terms.limitKey().apply(task), 1, Integer::sum);
            check(sameKey <= job.terms.perKey(), () -> "too many of one key in " + of(job));
        }
    }

    private void slot(ScheduledWorker worker, ScheduledSlot slot) {
        ScheduledJob holder = slot.holder();
        check(holder == null || holder.holds.contains(slot), () -> of(slot) + " is not held");
        @Nullable ScheduledAttempt before = null;
        for (ScheduledAttempt attempt : slot.attempts()) {
            check(attempt.job == holder, () -> of(slot) + " has attempts of two jobs");
            check(attempt.job.inFlight(attempt.task()) == attempt, () -> of(slot) + " queue");
            boolean alone = before == null || !before.ready.confirm();
            check(alone, () -> of(slot) + " has something behind a suspect");
            before = attempt;
        }
        check(worker.present() || slot.isEmpty(), () -> of(slot) + " is gone, not empty");
        boolean free = worker.present() && slot.free();
        check(worker.isFree(slot) == free, () -> of(slot) + " free: " + free);
    }

    private boolean overlooked(ScheduledJob job) {
        if (job.terms.perKey() == 0
                || job.queue.suspended()
                || job.queue.hasMoreLater()
                || board.terms.lookAhead() < job.terms.tasks()) {
            return false;
        }
        Map<String, Integer> keys = new HashMap<>();
        job.inFlight()
                .forEach(attempt ->
                        keys.merge(key(job, attempt.task()), attempt.keyed ? 1 : 0, Integer::sum));
        for (int task = 0; task < job.terms.tasks(); task++) {
            boolean waits = !job.isSettled(task) && job.inFlight(task) == null;
            boolean admitted = board.hosts.admits(job.terms, task, simulation.time.now());
            if (waits && admitted && keys.getOrDefault(key(job, task), 0) < job.terms.perKey()) {
                return true;
            }
        }
        return false;
    }

    private static String key(ScheduledJob job, int task) {
        return job.terms.limitKey().apply(task);
    }

    static void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    private static String of(ScheduledJob job) {
        return " job " + job.terms.id();
    }

    private static String of(SimulatedJob job) {
        return " job " + job.terms.id();
    }

    private static String of(ScheduledSlot slot) {
        return "slot " + slot.index + " of " + slot.worker.id;
    }
}
