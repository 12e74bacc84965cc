package regatta.coordinator.schedule;

import static regatta.coordinator.schedule.Ready.Risk.LAST_CHANCE;
import static regatta.coordinator.schedule.Ready.Risk.NONE;
import static regatta.coordinator.schedule.Ready.Risk.SUSPECT;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;

/** Counts what came back: each task once, whatever arrives late, twice or after a loss. */
final class Settler {
    /** Of an attempt whose end nobody measured. */
    static final Timings NEVER_RAN = new Timings(0, 0, -1, -1, 0, 0, 0);

    private final Board board;
    private final Dispatcher dispatcher;

    Settler(Board board, Dispatcher dispatcher) {
        this.board = board;
        this.dispatcher = dispatcher;
    }

    void report(ScheduledWorker worker, JobReport report, long now) {
        ScheduledJob job = board.jobs.get(report.job());
        if (job == null) {
            report.ended().forEach(ended -> dropped(worker, report.job(), ended, now));
            return;
        }
        if (report.use() != null) {
            job.account.used(worker.id, report.use());
        }
        report.started().forEach(started -> started(worker, job, started, now));
        report.ended().forEach(ended -> ended(worker, job, ended, now));
        report.returned().forEach(returned -> returned(worker, job, returned, now));
        dispatcher.touch(job);
    }

    /**
     * An attempt that nobody will hear of again runs again; that is no failure of its task.
     *
     * @param begun whether it counts as an attempt of its task
     * @param suspect whether it may be what took its worker down
     */
    void runAgain(Attempt attempt, boolean begun, boolean suspect, long now) {
        remove(attempt);
        if (!attempt.job.cancelled) {
            if (begun) {
                attempt.job.trouble(attempt.task()).lastWorker = attempt.slot.worker.id;
            }
            boolean risky = suspect || attempt.ready.confirm();
            Ready.Risk risk = risky ? risk(attempt.job, attempt.task()) : NONE;
            comeBack(attempt.job, attempt.again(begun, now, risk), now);
        }
        dispatcher.touch(attempt.job);
    }

    /** What a task that was at a lost worker may do to the next. */
    Ready.Risk risk(ScheduledJob job, int task) {
        ScheduledJob.Trouble trouble = job.troubles.get(task);
        int losses = trouble == null ? 0 : trouble.lostWith.size();
        return losses + 1 >= board.terms.lossesToPoison() ? LAST_CHANCE : SUSPECT;
    }

    private void comeBack(ScheduledJob job, Ready again, long now) {
        job.trouble(again.task()).comesBack(again);
        job.queue.put(again, now);
        board.retry(job, again.task());
    }

    /** Takes up how an earlier coordinator tried a task; the pause after a failure begins anew. */
    void recover(ScheduledJob job, Retried retried, long now) {
        int task = retried.task();
        ScheduledJob.Trouble trouble = job.trouble(task);
        trouble.failures = retried.failures();
        trouble.endedUpTo = retried.endedUpTo();
        retried.lostWith().forEach(worker -> board.charge(worker, job, task));
        Ready.Risk risk = retried.lostWith().isEmpty() ? NONE : risk(job, task);
        long pause = trouble.failures == 0 ? 0 : pause(trouble);
        int next = retried.attempt() + 1;
        Ready again = new Ready(task, next, retried.attempts(), now + pause, risk);
        trouble.comesBack(again);
        job.queue.recover(again, now);
    }

    private long pause(ScheduledJob.Trouble trouble) {
        return board.backoff.pause(trouble.failures, board.random);
    }

    /** An attempt failed; another follows after a pause, or the task is settled. */
    void failed(Attempt attempt, Failure failure, Timings timings, long now) {
        ScheduledJob job = attempt.job;
        ScheduledJob.Trouble trouble = job.trouble(attempt.task());
        trouble.failures++;
        trouble.endedUpTo = attempt.number();
        trouble.lastWorker = attempt.slot.worker.id;
        if (failure.retryable() && trouble.failures < job.terms.maxAttempts()) {
            comeBack(job, attempt.again(true, now + pause(trouble), NONE), now);
        } else {
            settle(attempt, new Outcome.Failed(failure), timings, now);
        }
    }

    void settle(Attempt attempt, Outcome outcome, Timings timings, long now) {
        ScheduledJob job = attempt.job;
        job.markSettled(attempt.task());
        job.troubles.remove(attempt.task());
        job.account.settled(now);
        if (job.done()) {
            dispatcher.closeAccount(job, now);
        }
        board.settle(
                job,
                new Settlement(
                        attempt.task(),
                        attempt.begunWithThis(),
                        attempt.slot.worker.id,
                        outcome,
                        attempt.dispatchedAt - attempt.ready.readyAt(),
                        timings.waitedNanos(),
                        timings.ranNanos(),
                        timings.cpuNanos(),
                        JobAccount.delay(attempt, timings, now)));
    }

    /** Takes an attempt out of its slot and its job. */
    void remove(Attempt attempt) {
        attempt.slot.remove(attempt);
        attempt.job.inFlight.remove(attempt.task(), attempt);
        if (attempt.keyed) {
            attempt.job.queue.releaseKey(attempt.task());
        }
    }

    /**
     * Gives an attempt up whose task is done, or goes on, elsewhere: it is to stop, and where it
     * may be running, its slot is free when it has.
     */
    void overtake(Attempt attempt, long now) {
        Slot slot = attempt.slot;
        boolean mayRun = slot.queue.peekFirst() == attempt && slot.stray == null;
        boolean ended = slot.worker.unreported.contains(attempt);
        remove(attempt);
        if (ended) {
            return;
        }
        JobId job = attempt.job.terms.id();
        board.cancel(slot.worker, job, new TaskAttempt(attempt.task(), attempt.number()));
        if (mayRun) {
            board.setStray(slot, new Slot.Stray(job, attempt.task(), attempt.number(), now, false));
            dispatcher.refill(slot, now);
        }
    }

    private void started(ScheduledWorker worker, ScheduledJob job, TaskAttempt started, long now) {
        Attempt attempt = find(worker, job, started);
        if (attempt != null && attempt.startedAt == null) {
            attempt.startedAt = now;
        }
    }

    private void ended(ScheduledWorker worker, ScheduledJob job, Ended ended, long now) {
        TaskAttempt name = new TaskAttempt(ended.task(), ended.attempt());
        Attempt attempt = find(worker, job, name);
        if (attempt == null || attempt.slot.index != ended.slot()) {
            late(worker, job, ended, now);
            return;
        }
        Slot slot = attempt.slot;
        slot.recalling = false;
        slot.movedAt = now;
        remove(attempt);
        Timings timings = ended.timings();
        job.served += timings.ranNanos();
        job.account.ended(attempt, timings, now);
        slot.freeBeforeHeard = JobAccount.freeBeforeHeard(attempt, timings, now);
        if (!job.cancelled) {
            count(attempt, ended.outcome(), timings, now);
            if (job.done()) {
                job.account.unheard(slot.freeBeforeHeard);
            }
        }
        dispatcher.refill(slot, now);
    }

    private void count(Attempt attempt, Outcome outcome, Timings timings, long now) {
        switch (outcome) {
            case Outcome.Succeeded _ -> {
                attempt.job.measured(timings.ranNanos());
                settle(attempt, outcome, timings, now);
            }
            case Outcome.Failed(Failure failure) -> failed(attempt, failure, timings, now);
            case Outcome.Cancelled _ -> {
                boolean ran = timings.ranNanos() > 0;
                if (attempt.stop == Attempt.Stop.TIMED_OUT && ran) {
                    failed(attempt, timeout(attempt.job), timings, now);
                } else {
                    ScheduledJob.Trouble trouble = attempt.job.trouble(attempt.task());
                    trouble.endedUpTo = attempt.number();
                    trouble.lastWorker = ran ? attempt.slot.worker.id : trouble.lastWorker;
                    comeBack(attempt.job, attempt.again(ran, now, attempt.ready.risk()), now);
                }
            }
        }
    }

    static Failure timeout(ScheduledJob job) {
        double seconds = job.terms.taskTimeoutNanos() / 1e9;
        return new Failure(Failure.TIMEOUT, "ran longer than its limit of " + seconds + " s", true);
    }

    private void returned(
            ScheduledWorker worker, ScheduledJob job, TaskAttempt returned, long now) {
        Attempt attempt = find(worker, job, returned);
        if (attempt == null) {
            return;
        }
        Slot slot = attempt.slot;
        slot.recalling = false;
        remove(attempt);
        if (!job.cancelled) {
            job.queue.put(attempt.handedBack(), now);
        }
        // Whoever has nothing to do goes first: this slot has its share, or it would not give back.
        if (slot.queue.isEmpty()) {
            dispatcher.refill(slot, now);
        }
    }

    private static @Nullable Attempt find(
            ScheduledWorker worker, ScheduledJob job, TaskAttempt name) {
        Attempt attempt = job.inFlight.get(name.task());
        return attempt != null
                        && attempt.slot.worker == worker
                        && attempt.number() == name.attempt()
                ? attempt
                : null;
    }

    /**
     * Nobody waits for this outcome any more: a success counts all the same while its task is not
     * settled, and what was to run in its place does not.
     */
    private void late(ScheduledWorker worker, ScheduledJob job, Ended ended, long now) {
        int task = ended.task();
        boolean counts =
                ended.outcome() instanceof Outcome.Succeeded
                        && worker.hasSlot(ended.slot())
                        && job.awaits(task)
                        && ended.attempt() > job.endedUpTo(task);
        if (!counts) {
            dropped(worker, job.terms.id(), ended, now);
            return;
        }
        Attempt other = job.inFlight.get(task);
        Ready known = other == null ? job.queue.withdraw(task) : other.ready;
        if (known == null) {
            dropped(worker, job.terms.id(), ended, now);
            return;
        }
        if (other != null) {
            overtake(other, now);
        }
        Ready ready = known.as(ended.attempt(), now);
        Slot slot = worker.slots[ended.slot()];
        Attempt attempt = new Attempt(ready, job, slot, 0, now, -1, ended.attempt() + 1);
        job.served += ended.timings().ranNanos();
        job.account.ended(attempt, ended.timings(), now);
        count(attempt, ended.outcome(), ended.timings(), now);
        whole(slot, job.terms.id(), ended, now);
    }

    /** An outcome is counted as late, and dropped. */
    private void dropped(ScheduledWorker worker, JobId job, Ended ended, long now) {
        board.lateOutcomes++;
        if (worker.hasSlot(ended.slot())) {
            whole(worker.slots[ended.slot()], job, ended, now);
        }
    }

    /** A slot in which nothing but this ran is whole again. */
    private void whole(Slot slot, JobId job, Ended ended, long now) {
        Slot.Stray stray = slot.stray;
        if (stray != null && stray.is(job, ended.task(), ended.attempt())) {
            board.setStray(slot, null);
            dispatcher.refill(slot, now);
            dispatcher.touch(board.pool(slot.worker.pool));
        }
    }
}
