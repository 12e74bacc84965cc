package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.protocol.WorkerId;

/** The record of how one unsettled task was tried so far; confined to the schedule. */
final class Trouble {
    private final List<WorkerId> lostWith = new ArrayList<>();
    private int failures;
    private int endedUpTo;
    private int lastNumber;
    private int begun;
    private @Nullable WorkerId lastWorker;

    /**
     * The workers by whose fault attempts of the task failed ({@code failedBy}), and the workers
     * that did not reach the task's host ({@code silentAt}).
     */
    private Set<WorkerId> failedBy = Set.of();

    private Set<WorkerId> silentAt = Set.of();

    private @Nullable HostHealth refusedBy;
    private int refusals;
    private long refusedSince;

    /**
     * How many attempts of all tasks the host had answered when the host first refused this task.
     * {@link #refusalsBefore} is the number of attempts that the host had refused by then.
     */
    private long successesBefore;

    private long refusalsBefore;

    // Methods that change the state.

    void failed(ScheduledAttempt attempt) {
        failures++;
        ended(attempt, true);
    }

    /**
     * Records that an attempt of the task ended.
     *
     * @param ran whether the attempt had begun
     */
    void ended(ScheduledAttempt attempt, boolean ran) {
        endedUpTo = attempt.number();
        if (ran) {
            begunAt(attempt.slot.worker.id);
        }
    }

    void begunAt(WorkerId worker) {
        lastWorker = worker;
    }

    /** Records that an attempt of the task failed by a worker's fault. */
    void failedBy(ScheduledWorker worker) {
        failedBy = failedBy.isEmpty() ? new HashSet<>() : failedBy;
        failedBy.add(worker.id);
    }

    /** Records that a worker did not reach the task's host, although another worker might. */
    void silentAt(ScheduledWorker worker) {
        silentAt = silentAt.isEmpty() ? new HashSet<>() : silentAt;
        silentAt.add(worker.id);
    }

    /**
     * Counts an attempt that the task's host refused or did not answer. Call this method before
     * {@link HostHealth#refused}, because this method remembers how many attempts the host had
     * refused before.
     */
    void refused(HostHealth host, long now) {
        if (refusedBy == null) {
            refusedSince = now;
        }
        if (refusedBy != host) {
            refusedBy = host;
            refusals = 0;
            successesBefore = host.successes();
            refusalsBefore = host.refusals();
        }
        refusals++;
    }

    /**
     * Counts all refusals but the last as failures of the task; {@link #failed} adds the last
     * refusal.
     */
    void chargeRefusals() {
        failures += refusals - 1;
        refusals = 0;
    }

    /** Records that a worker was lost while the task ran there. */
    void lost(WorkerId worker) {
        lostWith.add(worker);
    }

    /** Takes back a loss, because the worker was only out of reach. */
    void forgive(WorkerId worker) {
        lostWith.remove(worker);
    }

    /** Records that the task waits for a slot again. */
    void comesBack(Ready again) {
        lastNumber = again.attempt() - 1;
        begun = again.begun();
    }

    /** Restores the counts of an earlier coordinator, but not the workers lost with the task. */
    void recover(Retried retried) {
        failures = retried.failures();
        endedUpTo = retried.endedUpTo();
    }

    // Methods that read the state.

    int failures() {
        return failures;
    }

    /**
     * Returns how strongly the task speaks against a worker: 2 if an attempt failed by the worker's
     * fault, 1 if the worker did not reach the task's host, otherwise 0.
     */
    int objection(ScheduledWorker worker) {
        return hasFailedBy(worker) ? 2 : silentAt.contains(worker.id) ? 1 : 0;
    }

    boolean hasFailedBy(ScheduledWorker worker) {
        return failedBy.contains(worker.id);
    }

    /** Returns the host that refused the task since the task's last failure; null if none did. */
    @Nullable HostHealth refusedBy() {
        return refusals == 0 ? null : refusedBy;
    }

    /**
     * Returns how often the task's host refused the task, without the refusals that already count
     * as failures of the task.
     */
    int refusals() {
        return refusals;
    }

    /** Returns when the host first refused the task; −1 if it did not. */
    long firstRefusedBy(HostHealth host) {
        return refusedBy == host ? refusedSince : -1;
    }

    /**
     * Returns since when the task has waited for its host in vain: since the host first refused the
     * task, or since the host began to refuse all tasks if that is later. The host must have
     * refused the task.
     */
    long waitsInVainSince() {
        HostHealth host = Objects.requireNonNull(refusedBy, "a host has refused the task");
        return Math.max(refusedSince, host.silentSince());
    }

    /**
     * Returns whether the host refused this task so often that the refusals can hardly be chance,
     * because the host answered most other attempts in the same time.
     *
     * @param chance the limit on a probability. If mere chance has a probability below this limit,
     *     the method returns true
     */
    boolean refusedAlone(HostHealth host, double chance) {
        double answered = host.successes() - successesBefore;
        double refused = host.refusals() - refusalsBefore - refusals;
        double share = (refused + 1) / (answered + refused + 2);
        return answered > 0 && Math.pow(share, refusals) < chance;
    }

    /** Returns the number of the last attempt whose end counted; 0 if no end counted. */
    int endedUpTo() {
        return endedUpTo;
    }

    /** Returns how many attempts of the task had begun when the task last returned to the queue. */
    int begun() {
        return begun;
    }

    /** Returns how many workers were lost while they ran the task and have not returned. */
    int losses() {
        return lostWith.size();
    }

    /** Returns the worker that ran the task last; null if unknown. */
    @Nullable WorkerId lastWorker() {
        return lastWorker;
    }

    Retried toKeep(int task) {
        return new Retried(task, lastNumber, endedUpTo, begun, failures, lostWith);
    }
}
