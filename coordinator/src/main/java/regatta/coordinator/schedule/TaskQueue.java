package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The waiting tasks of one job; confined to the schedule.
 *
 * <p>Tasks that were never tried are stored as a range of indices, so that a million tasks take
 * hardly any memory. Tasks that returned from a worker go before tasks that were never tried. A
 * task whose limit key is taken, or whose host refuses tasks, is set aside until the task may run.
 * A limit key names something that several tasks share, such as a host. At most a fixed number of
 * tasks may take the same limit key at the same time.
 */
final class TaskQueue {
    /**
     * The largest number of tasks that one search sets aside. A job of one slow host would
     * otherwise set all its tasks aside in one step, while everything else waits.
     */
    private static final int SET_ASIDE_AT_ONCE = 4_096;

    private final ScheduledJob job;
    private final JobTerms terms;
    private final Hosts hosts;
    private final int lookAhead;
    private final long acceptedAt;
    private final ArrayDeque<Ready> again = new ArrayDeque<>();
    private final ArrayDeque<Ready> untried = new ArrayDeque<>();
    private final PriorityQueue<Ready> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Ready::readyAt));

    /**
     * The tasks that the range of untried tasks leaves out, because they were adopted, settled or
     * tried before.
     */
    private final BitSet skipped = new BitSet();

    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, ArrayDeque<Ready>> aside = new HashMap<>();

    /**
     * The limit keys with which tasks are set aside and one more task may run. The key that opened
     * first comes first.
     */
    private final Set<String> openKeys = new LinkedHashSet<>();

    private int setAside;
    private int next;
    private boolean suspended;
    private @Nullable Ready head;
    private @Nullable HostHealth heldBackBy;
    private boolean searching;

    /**
     * When a new host first held a task back; −1 if none did. From then on new hosts hold tasks
     * back only as long as one host is new. A job of many hosts would otherwise wait for each.
     */
    private long heldBackSince = -1;

    TaskQueue(ScheduledJob job, int lookAhead, Hosts hosts, long acceptedAt) {
        this.job = job;
        this.terms = job.terms;
        this.hosts = hosts;
        this.lookAhead = lookAhead;
        this.acceptedAt = acceptedAt;
    }

    /** Returns whether a task may run now. */
    boolean hasReady(long now) {
        return next(now) != null;
    }

    /** Returns the task that {@link #take} would take; null if no task may run now. */
    @Nullable Ready next(long now) {
        HostHealth host = head == null ? null : hosts.awaited(terms, head.task());
        if (head != null && host != null && !host.admits(now)) {
            Ready refused = head;
            head = null;
            queueOf(refused, now).addFirst(refused);
        }
        if (head == null && !suspended) {
            head = find(now);
            host = head == null ? null : hosts.awaited(terms, head.task());
        }
        heldBackBy = host != null && holdsBack(host, now) ? host : null;
        if (heldBackBy == null) {
            return head;
        }
        job.lookAtTicks();
        return null;
    }

    private boolean holdsBack(HostHealth host, long now) {
        boolean over = heldBackSince >= 0 && now - heldBackSince >= HostHealth.NEW_NANOS;
        if (over || !host.isFull(now)) {
            return false;
        }
        heldBackSince = heldBackSince < 0 ? now : heldBackSince;
        return true;
    }

    /**
     * Returns the new host of a task that {@link #next} found but that may not run yet; null if no
     * new host holds a task back. The tasks behind it wait, too, because to look for tasks of other
     * hosts takes long.
     */
    @Nullable HostHealth heldBackBy() {
        return heldBackBy;
    }

    /** Returns whether {@link #next} may find a task later although nothing else happens. */
    boolean hasMoreLater() {
        return searching || heldBackBy != null || !delayed.isEmpty();
    }

    /**
     * Suspends the queue of a recovered job, and skips its settled tasks. No task is ready until
     * {@link #resume}, but tasks that a worker still runs can be withdrawn.
     */
    void suspend(BitSet settled) {
        skipped.or(settled);
        suspended = true;
    }

    /** Adds a task that an earlier coordinator tried and did not settle. */
    void recover(Ready again, long now) {
        skipped.set(again.task());
        put(again, now);
    }

    void resume() {
        suspended = false;
    }

    boolean suspended() {
        return suspended;
    }

    /** Delays the task that {@link #take} would take, so that other tasks go first. */
    void postpone(long until) {
        if (head != null) {
            delay(head.at(until));
            head = null;
        }
    }

    /** Takes a ready task and its limit key. {@link #hasReady} must have returned true. */
    Ready take(long now) {
        Ready found = head != null ? head : find(now);
        if (found == null) {
            throw new IllegalStateException("no task is ready");
        }
        head = null;
        countTaken(key(found.task()));
        return found;
    }

    /** Takes the limit key of a task that already runs. Returns false if the key is not free. */
    boolean takeKey(int task) {
        String key = key(task);
        if (key.isEmpty()) {
            return true;
        }
        if (!hasRoom(key)) {
            return false;
        }
        countTaken(key);
        if (head != null && !hasRoom(key(head.task()))) {
            again.addFirst(head);
            head = null;
        }
        return true;
    }

    /** Gives back the limit key that a task took. */
    void releaseKey(int task) {
        String key = key(task);
        if (!key.isEmpty()) {
            taken.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
            if (aside.containsKey(key)) {
                openKeys.add(key);
            }
        }
    }

    private void countTaken(String key) {
        if (!key.isEmpty()) {
            taken.merge(key, 1, Integer::sum);
            if (!hasRoom(key)) {
                openKeys.remove(key);
            }
        }
    }

    /**
     * Adds a task that returned from a worker. From the task's {@code readyAt} on, the task goes
     * before tasks that were never tried.
     */
    void put(Ready ready, long now) {
        if (ready.readyAt() > now) {
            delay(ready);
        } else {
            again.add(ready);
            if (head != null && head.attempt() == 1) {
                untried.addFirst(head);
                head = null;
            }
        }
    }

    private void delay(Ready ready) {
        delayed.add(ready);
        job.lookAtTicks();
    }

    /** Returns the task that is the next to become ready after a pause; null if none pauses. */
    @Nullable Ready firstDelayed() {
        return delayed.peek();
    }

    /** Returns how many tasks wait, including the tasks that may not run yet. */
    int waiting() {
        int neverTried = terms.tasks() - next - skipped.get(next, terms.tasks()).cardinality();
        int comeBack = again.size() + delayed.size() + setAside;
        return neverTried + untried.size() + comeBack + (head == null ? 0 : 1);
    }

    /** Returns the waiting tasks of which an attempt has begun before. */
    List<Ready> begun() {
        return Stream.of(Stream.ofNullable(head), again.stream(), delayed.stream(), setAside())
                .flatMap(some -> some)
                .filter(ready -> ready.begun() > 0)
                .toList();
    }

    private Stream<Ready> setAside() {
        return aside.values().stream().flatMap(ArrayDeque::stream);
    }

    /**
     * Removes the given task without taking its limit key. Returns null if the task does not wait.
     */
    @Nullable Ready withdraw(int task) {
        Ready found = head;
        if (found != null && found.task() == task) {
            head = null;
            return found;
        }
        if (task >= next && !skipped.get(task)) {
            skipped.set(task);
            return firstTry(task);
        }
        for (Iterable<Ready> waiting : List.of(again, untried, delayed)) {
            found = remove(waiting, task);
            if (found != null) {
                return found;
            }
        }
        return removeAside(task);
    }

    /** Removes and returns at most {@code most} tasks that are set aside with a limit key. */
    List<Ready> removeAside(String key, int most) {
        List<Ready> removed = new ArrayList<>();
        ArrayDeque<Ready> waiting = aside.get(key);
        while (waiting != null && !waiting.isEmpty() && removed.size() < most) {
            removed.add(waiting.remove());
            notAside(key, waiting);
        }
        return removed;
    }

    /** Removes and returns at most {@code most} tasks that may run now or are set aside. */
    List<Ready> removeReady(int most, long now) {
        List<Ready> removed = new ArrayList<>();
        for (Ready task = next(now); task != null && removed.size() < most; task = next(now)) {
            removed.add(task);
            head = null;
        }
        for (String key : List.copyOf(aside.keySet())) {
            removed.addAll(removeAside(key, most - removed.size()));
        }
        return removed;
    }

    /** Removes all tasks, because the job was cancelled. */
    void clear() {
        head = null;
        again.clear();
        untried.clear();
        delayed.clear();
        aside.clear();
        openKeys.clear();
        heldBackBy = null;
        searching = false;
        setAside = 0;
        next = terms.tasks();
    }

    private @Nullable Ready find(long now) {
        while (!delayed.isEmpty() && delayed.peek().readyAt() <= now) {
            again.add(delayed.remove());
        }
        Ready opened = fromOpenKeys(now);
        if (opened != null) {
            return opened;
        }
        int most = setAside + SET_ASIDE_AT_ONCE;
        while (setAside < most && (!again.isEmpty() || setAside < lookAhead)) {
            Ready candidate = again.isEmpty() ? fromRange() : again.remove();
            if (candidate == null) {
                searching = false;
                return null;
            }
            if (hasRoom(key(candidate.task())) && hosts.admits(terms, candidate.task(), now)) {
                return candidate;
            }
            queueOf(candidate, now).addLast(candidate);
        }
        searching = setAside == most;
        if (searching) {
            job.lookAtTicks();
        }
        return null;
    }

    /**
     * Returns the queue to which the caller must add a task to set the task aside. Counts the task
     * as set aside before the caller adds the task.
     */
    private ArrayDeque<Ready> queueOf(Ready task, long now) {
        setAside++;
        awaitHost(task, now);
        return aside.computeIfAbsent(terms.limitKey().apply(task.task()), _ -> new ArrayDeque<>());
    }

    /**
     * Asks a task's host to wake the job when the host admits one more task. Does nothing if the
     * host admits a task now.
     */
    private void awaitHost(Ready task, long now) {
        HostHealth host = hosts.awaited(terms, task.task());
        if (host != null && !host.admits(now)) {
            host.awaitedBy(job);
        }
    }

    /**
     * Opens a limit key: the tasks that are set aside with it may run, because their host admits
     * one more task now.
     */
    void open(String key) {
        if (aside.containsKey(key) && hasRoom(key)) {
            openKeys.add(key);
        }
    }

    /**
     * Removes and returns a task that was set aside and may run now; null if no task that is set
     * aside may run now. The task's limit key stays open until the task takes the key. If the task
     * is withdrawn before the task takes the key, the next call finds another task of the same key.
     */
    private @Nullable Ready fromOpenKeys(long now) {
        for (Iterator<String> keys = openKeys.iterator(); keys.hasNext(); ) {
            String key = keys.next();
            ArrayDeque<Ready> waiting =
                    Objects.requireNonNull(aside.get(key), "an open key has tasks that wait");
            if (hosts.admits(terms, waiting.element().task(), now)) {
                Ready opened = waiting.remove();
                notAside(key, waiting);
                return opened;
            }
            awaitHost(waiting.element(), now);
            keys.remove();
        }
        return null;
    }

    /**
     * Counts a task as no longer set aside, because the caller has removed the task.
     *
     * @param others the tasks that are still set aside with the same limit key
     */
    private void notAside(String key, ArrayDeque<Ready> others) {
        setAside--;
        if (others.isEmpty()) {
            aside.remove(key);
            openKeys.remove(key);
        }
    }

    private @Nullable Ready fromRange() {
        if (!untried.isEmpty()) {
            return untried.remove();
        }
        while (next < terms.tasks() && skipped.get(next)) {
            next++;
        }
        return next < terms.tasks() ? firstTry(next++) : null;
    }

    private Ready firstTry(int task) {
        return new Ready(task, 1, 0, acceptedAt, Ready.Risk.NONE);
    }

    private boolean hasRoom(String key) {
        return terms.perKey() == 0 || key.isEmpty() || taken.getOrDefault(key, 0) < terms.perKey();
    }

    /**
     * Returns the limit key of a task; empty if the job does not limit the tasks of each limit key.
     */
    private String key(int task) {
        return terms.perKey() == 0 ? "" : terms.limitKey().apply(task);
    }

    private @Nullable Ready removeAside(int task) {
        String key = aside.isEmpty() ? "" : terms.limitKey().apply(task);
        ArrayDeque<Ready> waiting = aside.get(key);
        if (waiting == null) {
            return null;
        }
        Ready found = remove(waiting, task);
        if (found != null) {
            notAside(key, waiting);
        }
        return found;
    }

    private static @Nullable Ready remove(Iterable<Ready> from, int task) {
        for (Iterator<Ready> all = from.iterator(); all.hasNext(); ) {
            Ready ready = all.next();
            if (ready.task() == task) {
                all.remove();
                return ready;
            }
        }
        return null;
    }
}
