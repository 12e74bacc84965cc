package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;

/**
 * Decides what is to blame for a failed attempt: the task, its host or its worker. A host is the
 * server that a task contacts, such as a download's origin. Tasks with the same limit key have the
 * same host. This class also records whether the host and the worker did their parts. A host or
 * worker that keeps failing rests: it gets no task for a while.
 */
final class Blame {
    /** What is to blame for a failure. */
    enum Verdict {
        /** The task is to blame: its count of failures grows. */
        CHARGED,

        /** The worker is to blame, and another worker may still run the task. */
        WORKER,

        /** The host is to blame: it refused the task or did not answer. */
        HOST
    }

    /**
     * The limit on a probability. If a host refused a task n times, and the probability of n
     * refusals by mere chance is below this limit, the refusals count as failures of the task.
     */
    private static final double CHANCE = 1e-6;

    private final Board board;
    private final Dispatcher dispatcher;

    Blame(Board board, Dispatcher dispatcher) {
        this.board = board;
        this.dispatcher = dispatcher;
    }

    /** Records that the worker and the host did their parts of an attempt. */
    void succeeded(ScheduledAttempt attempt, long now) {
        workerDid(attempt);
        HostHealth host = board.hosts.find(attempt.job.terms, attempt.task());
        if (host != null) {
            host.answered(attempt, now);
            wake(host);
        }
    }

    private void workerDid(ScheduledAttempt attempt) {
        ScheduledWorker worker = attempt.slot.worker;
        changes(worker, () -> worker.health.didItsPart(attempt));
    }

    /**
     * Runs a change of a worker's health. If the change makes the worker rest or makes the worker
     * well again, adds a decision about the worker's health.
     */
    private void changes(ScheduledWorker worker, Runnable what) {
        boolean rested = worker.health.resting();
        what.run();
        if (rested != worker.health.resting()) {
            board.decisions.health(worker);
            dispatcher.touch(board.pool(worker.pool));
        }
    }

    /** Records a failure that a worker reported, and decides what is to blame for the failure. */
    Verdict failed(ScheduledAttempt attempt, Failure failure, long now) {
        return switch (failure.side()) {
            case TASK -> {
                succeeded(attempt, now);
                yield Verdict.CHARGED;
            }
            case NODE -> {
                workerFailed(attempt, failure, null, now);
                attempt.job.trouble(attempt.task()).failedBy(attempt.slot.worker);
                yield anyNodeUntried(attempt) ? Verdict.WORKER : Verdict.CHARGED;
            }
            case ORIGIN -> {
                workerDid(attempt);
                yield hostFailed(attempt, failure, now);
            }
            case LINK ->
                    attempt.job.terms.retryForNanos() == 0
                            ? hostFailed(attempt, failure, now)
                            : nothingAnswered(attempt, failure, now);
        };
    }

    /** Blames the worker if another worker might reach the host. Otherwise blames the host. */
    private Verdict nothingAnswered(ScheduledAttempt attempt, Failure failure, long now) {
        HostHealth host = board.hosts.remember(attempt.job.terms, attempt.task(), now);
        if (host == null) {
            return Verdict.CHARGED;
        }
        ScheduledWorker worker = attempt.slot.worker;
        host.notReachedBy(worker);
        Pool pool = board.poolOf(attempt.job);
        if (pool.anyWell(attempt.job, other -> !host.isUnreachedBy(other))) {
            workerFailed(attempt, failure, host.name, now);
            attempt.job.trouble(attempt.task()).silentAt(worker);
            return Verdict.WORKER;
        }
        host.blameHost().forEach(tried -> changes(tried, () -> tried.health.excuse(host.name)));
        return hostFailed(attempt, failure, now);
    }

    private boolean anyNodeUntried(ScheduledAttempt attempt) {
        ScheduledJob job = attempt.job;
        Trouble trouble = job.trouble(attempt.task());
        return board.poolOf(job).anyOther(job, other -> !trouble.hasFailedBy(other));
    }

    private void workerFailed(
            ScheduledAttempt attempt, Failure failure, @Nullable String silent, long now) {
        ScheduledWorker worker = attempt.slot.worker;
        changes(worker, () -> worker.health.failed(attempt, failure.message(), silent, now));
        dispatcher.touch(board.poolOf(attempt.job));
    }

    private Verdict hostFailed(ScheduledAttempt attempt, Failure failure, long now) {
        JobTerms terms = attempt.job.terms;
        HostHealth host = board.hosts.remember(terms, attempt.task(), now);
        if (host == null) {
            return Verdict.CHARGED;
        }
        Trouble trouble = attempt.job.trouble(attempt.task());
        long firstRefused = trouble.firstRefusedBy(host);
        trouble.refused(host, now);
        host.refused(attempt, failure.message(), failure.pauseNanos(), firstRefused, now);
        boolean onlyKnown = host.refusesOnlyKnownTasks(firstRefused, CHANCE, now);
        if (onlyKnown && failure.pauseNanos() == 0) {
            host.acquit(now);
        }
        if (onlyKnown || terms.retryForNanos() == 0 || trouble.refusedAlone(host, CHANCE)) {
            trouble.chargeRefusals();
            return Verdict.CHARGED;
        }
        return Verdict.HOST;
    }

    /** Lets the jobs that wait for a host check again whether the host admits their tasks. */
    void wake(HostHealth host) {
        for (ScheduledJob job : host.wake()) {
            job.queue.open(host.name);
            dispatcher.touch(job);
        }
    }
}
