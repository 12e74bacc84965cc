package regatta.coordinator.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One host that tasks of all jobs share and that refused some of them; confined to the schedule.
 *
 * <p>A host that refuses rests: none of its tasks runs for a while. Then one task tries it. Each
 * refused try doubles the rest. Once a try succeeds the host is paced: so many tasks a second as
 * its {@link HostRate} allows. The pace rises with successes, and a refusal lowers it.
 */
final class HostHealth {
    private static final int REFUSALS_TO_REST = 2;
    private static final long SHORTEST_REST = 250_000_000;
    private static final long LONGEST_REST = 10_000_000_000L;

    final String name;

    /** The jobs with tasks that wait for this host. */
    private final Set<ScheduledJob> waiting = new LinkedHashSet<>();

    /** The workers that did not reach the host since it last answered any. */
    private final Set<ScheduledWorker> unreached = new HashSet<>();

    private HostRate pace = new HostRate();
    private boolean resting;
    private boolean paced;
    private long rest;
    private long restsUntil;
    private @Nullable ScheduledAttempt trial;
    private boolean trying;
    private int refusalsInRow;
    private long refusals;
    private long successes;
    private long changedAt;
    private long lastUsedAt;
    private long silentSince = -1;
    private String reason = "";

    HostHealth(String name, long now) {
        this.name = name;
        this.lastUsedAt = now;
    }

    // What happens to it.

    /** An attempt goes to the host. */
    void dispatched(ScheduledAttempt attempt, long now) {
        lastUsedAt = now;
        if (resting) {
            trial = attempt;
            trying = true;
        } else if (paced) {
            pace.take(now);
        }
    }

    /** An attempt is no longer at the host, whatever became of it. */
    void removed(ScheduledAttempt attempt) {
        if (trial == attempt) {
            trying = false;
        }
    }

    /** The host did its part of an attempt, which may have failed all the same. */
    void answered(ScheduledAttempt attempt, long now) {
        successes++;
        unreached.clear();
        if (resting ? attempt == trial : attempt.dispatchedAt >= changedAt) {
            refusalsInRow = 0;
            silentSince = -1;
            if (resting) {
                resting = false;
                rest = 0;
                changedAt = now;
                paced = true;
                pace.begin(now);
            } else if (paced) {
                pace.rise(now);
                paced = !pace.isUnlimited();
            }
        }
    }

    /**
     * The host refused an attempt or did not answer it.
     *
     * @param pause nanoseconds for which it asked to be left alone; 0 where it did not ask
     */
    void refused(ScheduledAttempt attempt, String why, long pause, long now) {
        refusals++;
        reason = why;
        silentSince = silentSince < 0 ? now : silentSince;
        if (resting && attempt != trial) {
            restsUntil = Math.max(restsUntil, now + pause);
        } else if (resting || attempt.dispatchedAt >= changedAt) {
            refusalsInRow++;
            if (resting || pause > 0 || refusalsInRow >= REFUSALS_TO_REST) {
                rest(pause, now);
            }
        }
    }

    private void rest(long pause, long now) {
        if (paced) {
            pace.fall(now);
        } else if (!resting) {
            pace = new HostRate();
        }
        rest = rest == 0 ? SHORTEST_REST : Math.min(LONGEST_REST, 2 * rest);
        paced = false;
        resting = true;
        restsUntil = now + Math.max(pause, rest);
        changedAt = now;
    }

    /** A worker did not reach the host. */
    void notReachedBy(ScheduledWorker worker) {
        unreached.add(worker);
    }

    /** No worker reaches the host, so that it is the host's fault; returns those that tried. */
    List<ScheduledWorker> blameHost() {
        List<ScheduledWorker> tried = List.copyOf(unreached);
        unreached.clear();
        return tried;
    }

    void awaitedBy(ScheduledJob job) {
        waiting.add(job);
    }

    /** The jobs that wait for it; they look whether it admits them now. */
    List<ScheduledJob> wake() {
        List<ScheduledJob> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void forget(ScheduledJob job) {
        waiting.remove(job);
    }

    // What is known of it.

    /** Whether one more task may go to it now. */
    boolean admits(long now) {
        if (resting) {
            return now >= restsUntil && !trying;
        }
        return !paced || pace.allows(now);
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    boolean isAwaitedBy(ScheduledJob job) {
        return waiting.contains(job);
    }

    boolean isUnreachedBy(ScheduledWorker worker) {
        return unreached.contains(worker);
    }

    List<ScheduledJob> waiting() {
        return List.copyOf(waiting);
    }

    long refusals() {
        return refusals;
    }

    long successes() {
        return successes;
    }

    /** Since when it has answered no attempt; −1 while it answers. */
    long silentSince() {
        return silentSince;
    }

    /** Why it refused last, for people. */
    String reason() {
        return reason;
    }

    /** Whether no task used it for so long, nor waits for it. */
    boolean isUnused(long nanos, long now) {
        return now - lastUsedAt > nanos && waiting.isEmpty() && !trying;
    }
}
