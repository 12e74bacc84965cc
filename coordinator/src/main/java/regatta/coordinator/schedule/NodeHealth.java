package regatta.coordinator.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of one worker, which shows whether the worker does its part of the tasks that it gets.
 * Confined to the schedule.
 *
 * <p>A worker that fails several tasks in a row by its own fault rests: it gets no task for a
 * while. After the rest the worker gets a single task, the trial. Each failed trial doubles the
 * rest. A task of which the worker did its part ends the rest.
 */
final class NodeHealth {
    private static final int FAILURES_TO_REST = 3;
    private static final long SHORTEST_REST = 1_000_000_000;
    private static final long LONGEST_REST = 16 * SHORTEST_REST;

    private int failures;

    /**
     * For each host, how many of the {@link #failures} happened because the worker did not reach
     * the host.
     */
    private final Map<String, Integer> silences = new HashMap<>();

    private boolean resting;
    private long rest;
    private long restsUntil;
    private long failedAt;
    private @Nullable ScheduledAttempt trial;
    private boolean trying;
    private @Nullable String reason;

    // Methods that change the state.

    /**
     * Records that an attempt goes to the worker. If the worker rests, the attempt is the trial.
     */
    void dispatched(ScheduledAttempt attempt) {
        if (resting) {
            trial = attempt;
            trying = true;
        }
    }

    /** Lets another attempt become the trial, if the removed attempt was the trial. */
    void removed(ScheduledAttempt attempt) {
        if (trial == attempt) {
            trying = false;
        }
    }

    /**
     * Ends the rest and resets the failures, because the worker did its part of an attempt. The
     * attempt may have failed for another reason. An attempt that was dispatched before the
     * worker's last failure does not count.
     */
    void didItsPart(ScheduledAttempt attempt) {
        if (failures > 0 && attempt.dispatchedAt >= failedAt) {
            recover();
        }
    }

    /**
     * Counts an attempt of which the worker did not do its part. The worker may begin to rest.
     *
     * @param silent the host that the worker did not reach; null if the attempt failed for another
     *     reason
     */
    void failed(ScheduledAttempt attempt, String why, @Nullable String silent, long now) {
        failures++;
        if (silent != null) {
            silences.merge(silent, 1, Integer::sum);
        }
        reason = why;
        if (resting ? attempt == trial : failures >= FAILURES_TO_REST) {
            rest(now);
        }
        failedAt = now;
    }

    private void rest(long now) {
        rest = resting ? Math.min(LONGEST_REST, 2 * rest) : SHORTEST_REST;
        resting = true;
        restsUntil = now + rest;
    }

    /**
     * Takes back the failures to reach a host. No other worker reached that host either, so these
     * failures were not this worker's fault.
     */
    void excuse(String host) {
        Integer excused = silences.remove(host);
        if (excused != null) {
            failures -= excused;
            if (failures < FAILURES_TO_REST) {
                resting = false;
                reason = failures == 0 ? null : reason;
            }
        }
    }

    private void recover() {
        failures = 0;
        silences.clear();
        resting = false;
        reason = null;
    }

    // Methods that read the state.

    boolean resting() {
        return resting;
    }

    /**
     * Returns whether the worker may get a task: it does not rest, or its rest is over and no trial
     * is under way.
     */
    boolean takes(long now) {
        return !resting || (now >= restsUntil && !trying);
    }

    /**
     * Returns the message of the last failure, which says why the worker rests; empty if it does
     * not rest.
     */
    Optional<String> reason() {
        return resting ? Optional.ofNullable(reason) : Optional.empty();
    }
}
