package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.protocol.WorkerId;

/** How one unsettled task was tried so far; confined to the schedule. */
final class Trouble {
    private final List<WorkerId> lostWith = new ArrayList<>();
    private int failures;
    private int endedUpTo;
    private int lastNumber;
    private int begun;
    private @Nullable WorkerId lastWorker;

    /** The workers that could not do their part of it, and those that did not reach its host. */
    private Set<WorkerId> failedBy = Set.of();

    private Set<WorkerId> silentAt = Set.of();

    private @Nullable HostHealth refusedBy;
    private int refusals;
    private long refusedSince;

    /** What the host had done when it refused the task first. */
    private long successesBefore;

    private long refusalsBefore;

    // What happens to the task.

    void failed(ScheduledAttempt attempt) {
        failures++;
        ended(attempt, true);
    }

    /**
     * An attempt of it ended.
     *
     * @param ran whether it had begun
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

    /** A worker could not do its part of the task. */
    void failedBy(ScheduledWorker worker) {
        failedBy = failedBy.isEmpty() ? new HashSet<>() : failedBy;
        failedBy.add(worker.id);
    }

    /** A worker did not reach the task's host, and another one may. */
    void silentAt(ScheduledWorker worker) {
        silentAt = silentAt.isEmpty() ? new HashSet<>() : silentAt;
        silentAt.add(worker.id);
    }

    /** The task's host refuses it or is silent, which the host has not counted yet. */
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

    /** All refusals count as failures of the task; {@link #failed} adds the last of them. */
    void chargeRefusals() {
        failures += refusals - 1;
        refusals = 0;
    }

    /** A worker was lost while the task ran there. */
    void lost(WorkerId worker) {
        lostWith.add(worker);
    }

    /** A worker that was lost with the task was only out of reach. */
    void forgive(WorkerId worker) {
        lostWith.remove(worker);
    }

    /** The task waits for a slot again. */
    void comesBack(Ready again) {
        lastNumber = again.attempt() - 1;
        begun = again.begun();
    }

    /** An earlier coordinator tried it; who was lost with it is not taken over. */
    void recover(Retried retried) {
        failures = retried.failures();
        endedUpTo = retried.endedUpTo();
    }

    // What is known of the task.

    int failures() {
        return failures;
    }

    /** How much speaks against a worker: that it failed the task, or did not reach its host. */
    int objection(ScheduledWorker worker) {
        return hasFailedBy(worker) ? 2 : silentAt.contains(worker.id) ? 1 : 0;
    }

    boolean hasFailedBy(ScheduledWorker worker) {
        return failedBy.contains(worker.id);
    }

    /** How often its host refused it, where that is not charged to the task. */
    int refusals() {
        return refusals;
    }

    /** When its host refused it first. */
    long refusedSince() {
        return refusedSince;
    }

    /**
     * Whether the refusals can hardly be chance, because the host answered most other tasks in that
     * time.
     *
     * @param chance the probability below which they are none
     */
    boolean refusedAlone(HostHealth host, double chance) {
        double answered = host.successes() - successesBefore;
        double refused = host.refusals() - refusalsBefore - refusals;
        double share = (refused + 1) / (answered + refused + 2);
        return answered > 0 && Math.pow(share, refusals) < chance;
    }

    /** The number of its last attempt whose end counted; 0 for none. */
    int endedUpTo() {
        return endedUpTo;
    }

    /** How many attempts of it had begun when it came back last. */
    int begun() {
        return begun;
    }

    /** How many workers were lost with it and are away. */
    int losses() {
        return lostWith.size();
    }

    /** The worker that ran it last; null where nobody knows. */
    @Nullable WorkerId lastWorker() {
        return lastWorker;
    }

    Retried toKeep(int task) {
        return new Retried(task, lastNumber, endedUpTo, begun, failures, lostWith);
    }
}
