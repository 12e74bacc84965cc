package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one job that wait: those never tried are a range, so a million of them cost nothing;
 * those that came back go first; those whose limit key is taken are set aside.
 */
final class TaskQueue {
    /**
     * A task that waits for a slot.
     *
     * @param attempt the number that its next attempt has
     * @param readyAt since when it may run
     * @param confirm whether its worker must confirm the start
     */
    record Ready(int task, int attempt, long readyAt, boolean confirm) {}

    private final JobTerms terms;
    private final int lookAhead;
    private final long acceptedAt;
    private final ArrayDeque<Ready> again = new ArrayDeque<>();
    private final PriorityQueue<Ready> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Ready::readyAt));
    private final BitSet adopted = new BitSet();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, ArrayDeque<Ready>> aside = new HashMap<>();
    private final ArrayDeque<String> openKeys = new ArrayDeque<>();
    private int setAside;
    private int next;
    private @Nullable Ready head;

    TaskQueue(JobTerms terms, int lookAhead, long acceptedAt) {
        this.terms = terms;
        this.lookAhead = lookAhead;
        this.acceptedAt = acceptedAt;
    }

    /** Whether a task may run now. */
    boolean hasReady(long now) {
        if (head == null) {
            head = find(now);
        }
        return head != null;
    }

    /** Takes a task; to be called only after {@link #hasReady}. Its limit key is taken with it. */
    Ready take(long now) {
        Ready found = head != null ? head : find(now);
        if (found == null) {
            throw new IllegalStateException("no task is ready");
        }
        head = null;
        if (terms.perKey() > 0) {
            taken.merge(key(found), 1, Integer::sum);
        }
        return found;
    }

    /** The limit key of a task that was taken is free again. */
    void releaseKey(int task) {
        if (terms.perKey() == 0) {
            return;
        }
        String key = terms.limitKey().apply(task);
        taken.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        if (aside.containsKey(key)) {
            openKeys.add(key);
        }
    }

    /** A task came back and may run at once, ahead of what never ran. */
    void putFirst(Ready ready) {
        again.add(ready);
    }

    /** A task came back and may run from its {@code readyAt} on. */
    void putDelayed(Ready ready) {
        delayed.add(ready);
    }

    boolean hasDelayed() {
        return !delayed.isEmpty();
    }

    /** Takes a waiting task out because a worker runs it already; false when it does not wait. */
    boolean adopt(int task) {
        Predicate<Ready> same = ready -> ready.task() == task;
        boolean found;
        if (head != null && same.test(head)) {
            head = null;
            found = true;
        } else if (task >= next && !adopted.get(task)) {
            adopted.set(task);
            found = true;
        } else {
            found = again.removeIf(same) || delayed.removeIf(same) || removeAside(same);
        }
        if (found && terms.perKey() > 0) {
            taken.merge(terms.limitKey().apply(task), 1, Integer::sum);
        }
        return found;
    }

    /** Forgets everything that waits: the job was cancelled. */
    void clear() {
        head = null;
        again.clear();
        delayed.clear();
        aside.clear();
        openKeys.clear();
        setAside = 0;
        next = terms.tasks();
    }

    private @Nullable Ready find(long now) {
        while (!delayed.isEmpty() && delayed.peek().readyAt() <= now) {
            again.add(delayed.remove());
        }
        Ready opened = fromOpenKeys();
        if (opened != null) {
            return opened;
        }
        while (setAside < lookAhead) {
            Ready candidate = again.isEmpty() ? fromRange() : again.remove();
            if (candidate == null || allowed(candidate)) {
                return candidate;
            }
            aside.computeIfAbsent(key(candidate), _ -> new ArrayDeque<>()).add(candidate);
            setAside++;
        }
        return null;
    }

    private @Nullable Ready fromOpenKeys() {
        while (!openKeys.isEmpty()) {
            String key = openKeys.remove();
            ArrayDeque<Ready> waiting = aside.get(key);
            if (waiting != null && taken.getOrDefault(key, 0) < terms.perKey()) {
                Ready opened = waiting.remove();
                setAside--;
                if (waiting.isEmpty()) {
                    aside.remove(key);
                }
                return opened;
            }
        }
        return null;
    }

    private @Nullable Ready fromRange() {
        while (next < terms.tasks() && adopted.get(next)) {
            next++;
        }
        return next < terms.tasks() ? new Ready(next++, 1, acceptedAt, false) : null;
    }

    private boolean allowed(Ready candidate) {
        return terms.perKey() == 0 || taken.getOrDefault(key(candidate), 0) < terms.perKey();
    }

    private String key(Ready ready) {
        return terms.limitKey().apply(ready.task());
    }

    private boolean removeAside(Predicate<Ready> same) {
        for (Iterator<ArrayDeque<Ready>> queues = aside.values().iterator(); queues.hasNext(); ) {
            ArrayDeque<Ready> waiting = queues.next();
            if (waiting.removeIf(same)) {
                setAside--;
                if (waiting.isEmpty()) {
                    queues.remove();
                }
                return true;
            }
        }
        return false;
    }
}
