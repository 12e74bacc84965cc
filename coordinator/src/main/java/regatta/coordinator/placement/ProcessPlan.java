package regatta.coordinator.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.protocol.WorkerId;

/**
 * Decides how many child JVMs run. Each wanted slot gets a child. At least as many children as
 * {@link #scale} sets stay alive even without work. Children that are idle for too long are
 * drained. If several children end soon after their start, the next start waits.
 *
 * <p>Has no clock: the caller passes the time in nanoseconds. Confined to one thread.
 */
final class ProcessPlan {
    private static final long YOUNG_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_DOUBLINGS = 5;

    private final int max;
    private final long idleNanos;
    private final Map<WorkerId, Child> children = new LinkedHashMap<>();
    private int warm;
    private int diedYoung;
    private long startsFrom = Long.MIN_VALUE;

    /**
     * Creates a plan without children.
     *
     * @param max the largest number of children that run because jobs want slots; {@link #scale}
     *     may set a larger number
     */
    ProcessPlan(int max, Duration idleTimeout) {
        this.max = max;
        this.idleNanos = idleTimeout.toNanos();
    }

    /**
     * The children that the caller must start and drain now.
     *
     * @param start how many children to start
     * @param drain the children to drain because they were idle for too long
     */
    record Review(int start, List<WorkerId> drain) {}

    void scale(int workers) {
        warm = workers;
    }

    Review review(int wantedSlots, Set<WorkerId> busy, long now) {
        int target = Math.max(warm, Math.min(wantedSlots, max));
        List<WorkerId> drain = new ArrayList<>();
        int live = (int) children.values().stream().filter(child -> !child.draining).count();
        for (Map.Entry<WorkerId, Child> entry : children.entrySet()) {
            Child child = entry.getValue();
            if (busy.contains(entry.getKey())) {
                child.idleSince = now;
            } else if (!child.draining && live > target && now - child.idleSince > idleNanos) {
                child.draining = true;
                live--;
                drain.add(entry.getKey());
            }
        }
        int start = now >= startsFrom ? Math.max(0, target - live) : 0;
        return new Review(start, drain);
    }

    void started(WorkerId worker, long now) {
        children.put(worker, new Child(now));
    }

    boolean owns(WorkerId worker) {
        return children.containsKey(worker);
    }

    /**
     * Notes that a child ended. If several children in a row end soon after their start, the first
     * of them is replaced without delay, and each later child after a pause.
     */
    void exited(WorkerId worker, long now) {
        Child child = children.remove(worker);
        if (child == null || child.draining) {
            return;
        }
        if (now - child.startedAt > YOUNG_NANOS) {
            diedYoung = 0;
            return;
        }
        diedYoung++;
        if (diedYoung > 1) {
            int doublings = Math.min(MAX_DOUBLINGS, diedYoung - 2);
            startsFrom = now + Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << doublings);
        }
    }

    private static final class Child {
        private final long startedAt;
        private long idleSince;
        private boolean draining;

        Child(long now) {
            this.startedAt = now;
            this.idleSince = now;
        }
    }
}
