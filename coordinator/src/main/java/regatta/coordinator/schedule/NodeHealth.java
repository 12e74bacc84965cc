package regatta.coordinator.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one worker does its part of the tasks that it gets; confined to the schedule.
 *
 * <p>A worker that fails several tasks in a row by its own fault rests: it gets no task for a
 * while. Then it gets one task to try. Each failed try doubles the rest, and a task of which the
 * worker did its part ends the rest.
 */
final class NodeHealth {
    private static final int FAILURES_TO_REST = 3;
    private static final long SHORTEST_REST = 1_000_000_000;
    private static final long LONGEST_REST = 16 * SHORTEST_REST;

    private int failures;

    /** How many of the failures were silence of a host, by host. */
    private final Map<String, Integer> silences = new HashMap<>();

    private boolean resting;
    private long rest;
    private long restsUntil;
    private long failedAt;
    private @Nullable ScheduledAttempt trial;
    private boolean trying;
    private @Nullable String reason;

    // What happens to it.

    /** An attempt goes to the worker; while it rests, that is the one to try. */
    void dispatched(ScheduledAttempt attempt) {
        if (resting) {
            trial = attempt;
            trying = true;
        }
    }

    /** An attempt is no longer at the worker, whatever became of it. */
    void removed(ScheduledAttempt attempt) {
        if (trial == attempt) {
            trying = false;
        }
    }

    /** The worker did its part of an attempt, which may have failed all the same. */
    void didItsPart(ScheduledAttempt attempt) {
        if (failures > 0 && attempt.dispatchedAt >= failedAt) {
            recover();
        }
    }

    /**
     * The worker did not do its part of an attempt.
     *
     * @param silent the host that it did not reach; null where it failed otherwise
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

    /** No other worker reached that host either: its silence was not this worker's fault. */
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

    // What is known of it.

    boolean resting() {
        return resting;
    }

    /** Whether it takes a task: it does not rest, or has rested and tries none. */
    boolean takes(long now) {
        return !resting || (now >= restsUntil && !trying);
    }

    /** Why it rests, from its last failure; empty while it does not. */
    Optional<String> reason() {
        return resting ? Optional.ofNullable(reason) : Optional.empty();
    }
}
