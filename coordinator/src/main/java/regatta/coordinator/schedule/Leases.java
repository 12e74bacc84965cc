package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/** Which workers are alive, what each holds, and what becomes of it when one is lost. */
final class Leases {
    private static final int REMEMBERED = 1_000;
    private static final Timings NO_TIMINGS = new Timings(0, 0, -1, 0);

    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;

    Leases(Board board, Dispatcher dispatcher, Settler settler) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.settler = settler;
    }

    void hello(WorkerJoin join, long now) {
        ScheduledWorker worker = board.worker(join.id());
        if (worker == null || worker.state == WorkerView.State.LEFT) {
            worker = register(join, worker, now);
        } else if (worker.state == WorkerView.State.LOST) {
            comeBack(worker, now);
        }
        worker.lastHeardAt = now;
        if (join.draining()) {
            worker.state = WorkerView.State.DRAINING;
        }
        reconcile(worker, join, now);
    }

    /** A worker's JVM ended, or it said goodbye: whatever it still held runs elsewhere. */
    void gone(WorkerId id, WorkerView.State how, String why, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker == null || !worker.present()) {
            if (worker != null && how == WorkerView.State.LEFT) {
                worker.state = how;
            }
            return;
        }
        worker.state = how;
        if (how == WorkerView.State.LOST) {
            board.decide(new Decision.Lost(id, why));
        }
        for (Slot slot : worker.slots) {
            takeBack(slot, how == WorkerView.State.LOST, now);
        }
        worker.free.clear();
        dispatcher.touch(board.pool(worker.pool));
        forgetOldest(board.pool(worker.pool));
    }

    /**
     * Looks for leases that ran out.
     *
     * @param frozen nanoseconds that the coordinator itself stood still, which no worker answers
     *     for
     */
    void expire(long frozen, long now) {
        long lease = board.terms.lease().toNanos();
        for (ScheduledWorker worker : List.copyOf(board.workers.values())) {
            worker.lastHeardAt = Math.min(now, worker.lastHeardAt + frozen);
            if (worker.leased && worker.present() && now - worker.lastHeardAt > lease) {
                gone(worker.id, WorkerView.State.LOST, "its lease ran out", now);
            }
        }
    }

    private ScheduledWorker register(WorkerJoin join, @Nullable ScheduledWorker before, long now) {
        ScheduledWorker worker = new ScheduledWorker(join, now);
        worker.sequence = Math.max(join.lastRun(), before == null ? 0 : before.sequence);
        board.workers.put(worker.id, worker);
        Pool pool = board.pool(worker.pool);
        pool.workers.put(worker.id, worker);
        dispatcher.touch(pool);
        return worker;
    }

    /** It was only out of reach: nothing that it held took it down. */
    private void comeBack(ScheduledWorker worker, long now) {
        worker.state = WorkerView.State.JOINED;
        worker.charged.forEach((job, tasks) ->
                tasks.forEach(task -> {
                    ScheduledJob.Trouble trouble = job.troubles.get(task);
                    if (trouble != null) {
                        trouble.losses--;
                    }
                }));
        worker.charged.clear();
        for (Slot slot : worker.slots) {
            dispatcher.refill(slot, now);
        }
        dispatcher.touch(board.pool(worker.pool));
    }

    private void takeBack(Slot slot, boolean lost, long now) {
        List<Attempt> held = new ArrayList<>(slot.queue);
        boolean anyStarted = held.stream().anyMatch(Attempt::started);
        for (Attempt attempt : held) {
            boolean suspect = lost && (attempt.started() || !anyStarted);
            if (lost && attempt.started() && poisons(attempt, slot.worker)) {
                settler.remove(attempt);
                settler.settle(attempt, new Outcome.Failed(poison(attempt)), NO_TIMINGS, now);
            } else {
                settler.runAgain(attempt, suspect, now);
            }
            dispatcher.touch(attempt.job);
        }
        slot.stuck = null;
        if (slot.holder != null) {
            dispatcher.release(slot, slot.holder, now);
        }
    }

    /** Charges a started attempt's task with the loss of its worker. */
    private boolean poisons(Attempt attempt, ScheduledWorker worker) {
        if (attempt.job.cancelled) {
            return false;
        }
        worker.charged.computeIfAbsent(attempt.job, _ -> new ArrayList<>()).add(attempt.task());
        ScheduledJob.Trouble trouble = attempt.job.trouble(attempt.task());
        trouble.losses++;
        return trouble.losses >= board.terms.lossesToPoison();
    }

    private Failure poison(Attempt attempt) {
        return new Failure(
                Failure.POISON,
                "task %d was running on %d workers when they were lost"
                        .formatted(attempt.task(), board.terms.lossesToPoison()),
                false);
    }

    /** Holds what the worker says that it has against what it should have. */
    private void reconcile(ScheduledWorker worker, WorkerJoin join, long now) {
        Set<Attempt> known = new HashSet<>();
        for (HeldAttempts held : join.held()) {
            for (HeldAttempts.Held one : held.attempts()) {
                Attempt attempt = recognise(worker, held.job(), one, now);
                if (attempt != null) {
                    known.add(attempt);
                } else if (one.state() != HeldAttempts.State.ENDED) {
                    board.cancel(worker, held.job(), new TaskAttempt(one.task(), one.attempt()));
                }
            }
        }
        long lease = board.terms.lease().toNanos();
        for (Attempt attempt : worker.inFlight()) {
            boolean arrived = attempt.sequence <= join.lastRun();
            boolean overdue = now - attempt.dispatchedAt > lease;
            if (!known.contains(attempt) && (arrived || overdue)) {
                settler.runAgain(attempt, false, now);
                dispatcher.refill(attempt.slot, now);
            }
        }
    }

    private @Nullable Attempt recognise(
            ScheduledWorker worker, JobId id, HeldAttempts.Held held, long now) {
        ScheduledJob job = board.jobs.get(id);
        if (job == null || job.cancelled || held.slot() >= worker.slots.length) {
            return null;
        }
        Attempt attempt = job.inFlight.get(held.task());
        if (attempt == null) {
            return adopt(worker.slots[held.slot()], job, held, now);
        }
        return attempt.slot.worker == worker && attempt.number() == held.attempt() ? attempt : null;
    }

    /** A task that waits here already runs there: its attempt goes on. */
    private @Nullable Attempt adopt(Slot slot, ScheduledJob job, HeldAttempts.Held held, long now) {
        boolean slotTaken = slot.holder != null && slot.holder != job;
        if (job.isSettled(held.task())
                || slotTaken
                || slot.stuck != null
                || !job.queue.adopt(held.task())) {
            return null;
        }
        TaskQueue.Ready ready = new TaskQueue.Ready(held.task(), held.attempt(), now, false);
        Attempt attempt = new Attempt(ready, job, slot, 0, now, -1);
        if (held.state() == HeldAttempts.State.RUNNING) {
            attempt.startedAt = now;
        }
        if (slot.holder == null) {
            dispatcher.hold(slot, job, now);
        }
        slot.queue.add(attempt);
        job.inFlight.put(held.task(), attempt);
        dispatcher.touch(job);
        return attempt;
    }

    private void forgetOldest(Pool pool) {
        List<ScheduledWorker> absent =
                pool.workers.values().stream().filter(worker -> !worker.present()).toList();
        for (ScheduledWorker old : absent.subList(0, Math.max(0, absent.size() - REMEMBERED))) {
            pool.workers.remove(old.id);
            board.workers.remove(old.id);
        }
    }
}
