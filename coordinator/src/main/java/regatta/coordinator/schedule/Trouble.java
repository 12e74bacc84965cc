package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.List;
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

    /** The number of its last attempt whose end counted; 0 for none. */
    int endedUpTo() {
        return endedUpTo;
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
