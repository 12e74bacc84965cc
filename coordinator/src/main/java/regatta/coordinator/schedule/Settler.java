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

/** Counts the outcome of each task once, even if outcomes come late, twice or after a loss. */
final class Settler {
    /** The timings of an attempt whose end no worker measured. */
    static final Timings NEVER_RAN = new Timings(0, 0, -1, -1, 0, 0, 0);

    /**
     * The longest pause of a task after its host refused the task, in nanoseconds. A short pause is
     * enough, because the host itself rests.
     */
    private static final long LONGEST_PAUSE = 10_000_000_000L;

    /**
     * The longest pause, in nanoseconds, that a host may ask for if its refusal counts as a failure
     * of the task.
     */
    private static final long LONGEST_ASKED_PAUSE = 60_000_000_000L;

    private final Board board;
    private final Dispatcher dispatcher;
    private final Blame blame;

    Settler(Board board, Dispatcher dispatcher, Blame blame) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.blame = blame;
    }

    void report(ScheduledWorker worker, JobReport report, long now) {
        ScheduledJob job = board.jobs.get(report.job());
        if (job == null) {
            report.ended().forEach(ended -> drop(worker, report.job(), ended, now));
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

    private void started(ScheduledWorker worker, ScheduledJob job, TaskAttempt started, long now) {
        ScheduledAttempt attempt = find(worker, job, started);
        if (attempt != null) {
            attempt.started(now);
        }
    }

    private void ended(ScheduledWorker worker, ScheduledJob job, Ended ended, long now) {
        TaskAttempt name = new TaskAttempt(ended.task(), ended.attempt());
        ScheduledAttempt attempt = find(worker, job, name);
        if (attempt == null || attempt.slot.index != ended.slot()) {
            late(worker, job, ended, now);
            return;
        }
        Timings timings = ended.timings();
        ScheduledSlot slot = attempt.slot;
        attempt.remove();
        job.serve(timings.ranNanos());
        job.account.ended(attempt, timings, now);
        slot.moved(JobAccount.freeBeforeHeard(attempt, timings, now), now);
        if (!job.cancelled()) {
            count(attempt, ended.outcome(), timings, now);
            if (job.done()) {
                job.account.unheard(slot.freeBeforeHeard());
            }
        }
        dispatcher.refill(slot, now);
    }

    private void count(ScheduledAttempt attempt, Outcome outcome, Timings timings, long now) {
        switch (outcome) {
            case Outcome.Succeeded _ -> {
                blame.succeeded(attempt, now);
                attempt.job.measured(timings.ranNanos());
                settle(attempt, outcome, timings, now);
            }
            case Outcome.Failed(Failure failure) -> {
                switch (blame.failed(attempt, failure, now)) {
                    case CHARGED -> failed(attempt, failure, timings, now);
                    case WORKER -> excused(attempt, failure, failure.pauseNanos(), timings, now);
                    case HOST -> refused(attempt, failure, timings, now);
                }
            }
            case Outcome.Cancelled _ -> {
                boolean ran = timings.ranNanos() > 0;
                if (attempt.timedOut() && ran) {
                    failed(attempt, timeout(attempt.job), timings, now);
                } else {
                    attempt.job.trouble(attempt.task()).ended(attempt, ran);
                    comeBack(attempt.job, attempt.again(ran, now, attempt.ready.risk()), now);
                }
            }
        }
    }

    private void returned(
            ScheduledWorker worker, ScheduledJob job, TaskAttempt returned, long now) {
        ScheduledAttempt attempt = find(worker, job, returned);
        if (attempt == null) {
            return;
        }
        ScheduledSlot slot = attempt.slot;
        slot.recallAnswered();
        attempt.remove();
        if (!job.cancelled()) {
            job.queue.put(attempt.handedBack(), now);
        }
        // A slot that still has attempts gets no more attempts yet, so that idle slots take the
        // attempts that the slot handed back.
        if (slot.isEmpty()) {
            dispatcher.refill(slot, now);
        }
    }

    private static @Nullable ScheduledAttempt find(
            ScheduledWorker worker, ScheduledJob job, TaskAttempt name) {
        ScheduledAttempt attempt = job.inFlight(name.task());
        return attempt != null
                        && attempt.slot.worker == worker
                        && attempt.number() == name.attempt()
                ? attempt
                : null;
    }

    /**
     * Counts a failure of a task. The task runs again after a pause. It is settled if it may not
     * run again, or if its host asks for too long a pause.
     */
    void failed(ScheduledAttempt attempt, Failure failure, Timings timings, long now) {
        ScheduledJob job = attempt.job;
        Trouble trouble = job.trouble(attempt.task());
        trouble.failed(attempt);
        boolean again = failure.retryable() && failure.pauseNanos() <= LONGEST_ASKED_PAUSE;
        if (again && trouble.failures() < job.terms.maxAttempts()) {
            long pause = Math.max(pause(trouble), failure.pauseNanos());
            comeBack(job, attempt.again(true, now + pause, NONE), now);
        } else {
            settle(attempt, new Outcome.Failed(failure), timings, now);
        }
    }

    /**
     * Counts a refusal of a task by its host. The task runs again, unless the job's time has passed
     * both since the host first refused the task and since the host last answered any task.
     */
    private void refused(ScheduledAttempt attempt, Failure failure, Timings timings, long now) {
        Trouble trouble = attempt.job.trouble(attempt.task());
        long waited = now - trouble.waitsInVainSince();
        long left = attempt.job.terms.retryForNanos() - waited;
        if (left <= 0) {
            settle(attempt, new Outcome.Failed(failure), timings, now);
        } else {
            long pause = board.backoff.pause(trouble.refusals(), board.random);
            // The last try is at the end of the job's time, not up to a pause later.
            long shorter = Math.min(left, Math.min(LONGEST_PAUSE, pause));
            excused(attempt, failure, shorter, timings, now);
        }
    }

    /**
     * Handles a failure that is not the task's fault. The task runs again after a pause, unless the
     * failure is final.
     */
    private void excused(
            ScheduledAttempt attempt, Failure failure, long pause, Timings timings, long now) {
        if (failure.retryable()) {
            attempt.job.trouble(attempt.task()).ended(attempt, true);
            comeBack(attempt.job, attempt.again(true, now + pause, NONE), now);
        } else {
            settle(attempt, new Outcome.Failed(failure), timings, now);
        }
    }

    static Failure timeout(ScheduledJob job) {
        double seconds = job.terms.taskTimeoutNanos() / 1e9;
        return new Failure(Failure.TIMEOUT, "ran longer than its limit of " + seconds + " s", true);
    }

    void settle(ScheduledAttempt attempt, Outcome outcome, Timings timings, long now) {
        settle(
                attempt.job,
                new Settlement(
                        attempt.task(),
                        Math.max(attempt.begunWithThis(), attempt.job.begun(attempt.task())),
                        attempt.slot.worker.id,
                        outcome,
                        attempt.dispatchedAt - attempt.ready.readyAt(),
                        timings.waitedNanos(),
                        timings.ranNanos(),
                        timings.cpuNanos(),
                        timings.readyNanos(),
                        JobAccount.delay(attempt, timings, now),
                        attempt.slot.index,
                        attempt.job.account.begun(attempt, timings, now)),
                now);
    }

    /** Fails a waiting task without another attempt. */
    void giveUp(ScheduledJob job, Ready task, Failure failure, long now) {
        Outcome failed = new Outcome.Failed(failure);
        long queued = Math.max(0, now - task.readyAt());
        settle(
                job,
                new Settlement(task.task(), task.begun(), null, failed, queued, 0, 0, -1, 0),
                now);
    }

    private void settle(ScheduledJob job, Settlement settlement, long now) {
        job.settle(settlement.task());
        job.account.settled(now);
        if (job.done()) {
            dispatcher.closeAccount(job, now);
        }
        board.decisions.settle(job, settlement);
    }

    /**
     * Puts the task of an attempt back into the queue, because no worker will report the attempt's
     * end. The lack of an end does not count as a failure of the task.
     *
     * @param begun whether the attempt counts as begun
     * @param suspect whether the attempt may have caused the loss of its worker
     */
    void runAgain(ScheduledAttempt attempt, boolean begun, boolean suspect, long now) {
        attempt.remove();
        ScheduledJob job = attempt.job;
        int task = attempt.task();
        if (!job.cancelled()) {
            if (begun) {
                job.trouble(task).begunAt(attempt.slot.worker.id);
            }
            boolean risky = suspect || attempt.ready.confirm();
            comeBack(job, attempt.again(begun, now, risky ? risk(job, task) : NONE), now);
        }
        dispatcher.touch(job);
    }

    /**
     * Returns the risk of a task that ran on a lost worker. The risk is {@code LAST_CHANCE} if one
     * more loss makes the task poison.
     */
    Ready.Risk risk(ScheduledJob job, int task) {
        boolean last = job.losses(task) + 1 >= board.terms.lossesToPoison();
        return last ? LAST_CHANCE : SUSPECT;
    }

    /**
     * Restores how often a task was attempted, failed and lost its worker under an earlier
     * coordinator. If the task failed, its pause before the next attempt starts anew, because the
     * store does not keep how much of the pause has passed.
     */
    void recover(ScheduledJob job, Retried retried, long now) {
        int task = retried.task();
        Trouble trouble = job.trouble(task);
        trouble.recover(retried);
        retried.lostWith().forEach(worker -> board.charges.charge(worker, job, task));
        Ready.Risk risk = retried.lostWith().isEmpty() ? NONE : risk(job, task);
        long pause = trouble.failures() == 0 ? 0 : pause(trouble);
        int next = retried.attempt() + 1;
        Ready again = new Ready(task, next, retried.attempts(), now + pause, risk);
        trouble.comesBack(again);
        job.queue.recover(again, now);
    }

    private void comeBack(ScheduledJob job, Ready again, long now) {
        job.trouble(again.task()).comesBack(again);
        job.queue.put(again, now);
        board.decisions.retry(job, again.task());
    }

    private long pause(Trouble trouble) {
        return board.backoff.pause(trouble.failures(), board.random);
    }

    /**
     * Gives up an attempt because another attempt of the task continues or has ended elsewhere. The
     * worker is told to stop the attempt that is given up. If that attempt may be running, its slot
     * stays blocked until the attempt has stopped.
     */
    void overtake(ScheduledAttempt attempt, long now) {
        ScheduledSlot slot = attempt.slot;
        boolean mayRun = slot.isFirst(attempt) && slot.stray() == null;
        boolean ended = slot.worker.unreported.contains(attempt);
        attempt.remove();
        if (ended) {
            return;
        }
        JobId job = attempt.job.terms.id();
        TaskAttempt name = new TaskAttempt(attempt.task(), attempt.number());
        board.decisions.cancel(slot.worker, job, name);
        if (mayRun) {
            board.strayRuns(
                    slot, new ScheduledSlot.Stray(job, name.task(), name.attempt(), now, false));
        }
        // A slot that an earlier stray blocks may be empty now, and must not stay the job's.
        dispatcher.refill(slot, now);
    }

    /**
     * Handles the outcome of an attempt that the schedule does not wait for. A success counts if
     * the task is not settled. If a success counts, any other attempt of the task is told to stop.
     * A failure counts if an earlier coordinator dispatched the attempt and the task has not run
     * since.
     */
    private void late(ScheduledWorker worker, ScheduledJob job, Ended ended, long now) {
        Ready known = countable(worker, job, ended, now);
        if (known == null) {
            drop(worker, job.terms.id(), ended, now);
            return;
        }
        ScheduledAttempt other = job.inFlight(ended.task());
        if (other != null) {
            overtake(other, now);
        }
        ScheduledSlot slot = worker.slots[ended.slot()];
        ScheduledAttempt attempt = ScheduledAttempt.late(known, ended.attempt(), job, slot, now);
        job.serve(ended.timings().ranNanos());
        job.account.ended(attempt, ended.timings(), now);
        count(attempt, ended.outcome(), ended.timings(), now);
        endStray(slot, job.terms.id(), ended, now);
    }

    /**
     * Returns the task of a late outcome if the outcome counts; null otherwise. If the task waits
     * and the outcome counts, takes the task from the queue.
     */
    private static @Nullable Ready countable(
            ScheduledWorker worker, ScheduledJob job, Ended ended, long now) {
        int task = ended.task();
        if (!worker.hasSlot(ended.slot())
                || !job.awaits(task)
                || ended.attempt() <= job.endedUpTo(task)) {
            return null;
        }
        ScheduledAttempt other = job.inFlight(task);
        return switch (ended.outcome()) {
            case Outcome.Succeeded _ -> other == null ? job.queue.withdraw(task) : other.ready;
            case Outcome.Failed _ -> other == null ? neverRun(job, ended, now) : null;
            case Outcome.Cancelled _ -> null;
        };
    }

    /**
     * Takes a waiting task from the queue and returns it. Returns null if the task does not wait,
     * or if this coordinator has already dispatched the ended attempt's number or a greater number.
     */
    private static @Nullable Ready neverRun(ScheduledJob job, Ended ended, long now) {
        Ready waiting = job.queue.withdraw(ended.task());
        if (waiting != null && waiting.attempt() > ended.attempt()) {
            job.queue.put(waiting, now);
            return null;
        }
        return waiting;
    }

    /** Counts an outcome as late and drops it. */
    private void drop(ScheduledWorker worker, JobId job, Ended ended, long now) {
        board.countLate();
        if (worker.hasSlot(ended.slot())) {
            endStray(worker.slots[ended.slot()], job, ended, now);
        }
    }

    /** Unblocks a slot if the slot was blocked until the ended attempt stopped. */
    private void endStray(ScheduledSlot slot, JobId job, Ended ended, long now) {
        ScheduledSlot.Stray stray = slot.stray();
        if (stray != null && stray.is(job, ended.task(), ended.attempt())) {
            board.strayEnded(slot);
            dispatcher.refill(slot, now);
            dispatcher.touch(board.pool(slot.worker.pool));
        }
    }
}
