package regatta.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerEvent;

/**
 * One slot: a queue of attempts, of which one runs at a time.
 *
 * <p>The slot's own lock guards the slot's state. The slot announces news only after it released
 * the lock. The slot interrupts a thread only under the lock, and only while that thread runs the
 * attempt. If an interruption comes too late, the slot clears the interruption before the next
 * attempt begins.
 */
final class Slot {
    private final SlotDriver driver;
    private final Consumer<Slot> onNews;
    private final ArrayDeque<Attempt> queue = new ArrayDeque<>(2);
    private final List<Attempt> ended = new ArrayList<>();
    private final List<Attempt> returned = new ArrayList<>();

    /**
     * The attempt that runs, or that waits until the report of its start is acknowledged; null if
     * the slot is free.
     */
    private @Nullable Attempt current;

    /**
     * The thread that runs the current attempt; null if no attempt runs, or if attempts share one
     * thread.
     */
    private @Nullable Thread thread;

    /**
     * Whether the driver works on this slot, or an attempt waits until the report of its start is
     * acknowledged.
     */
    private boolean busy;

    /**
     * While more attempts than this number wait, the slot does not announce a success. So the slot
     * announces several successes together, but early enough for the coordinator to send more
     * attempts.
     */
    private int tellAt;

    /** Whether the slot announced news that the worker has not taken yet. */
    private boolean told;

    private boolean everUsed;
    private long freeSince;

    Slot(SlotDriver driver, Consumer<Slot> onNews) {
        this.driver = driver;
        this.onNews = onNews;
    }

    /**
     * How an attempt ended.
     *
     * @param at the time of the attempt's end in ns on the monotonic clock
     * @param spent how much processor time the attempt used; {@link Spent#UNKNOWN} if not known yet
     */
    record End(Outcome outcome, long at, Spent spent) {}

    void enqueue(Attempt attempt) {
        boolean idle;
        synchronized (this) {
            queue.add(attempt);
            tellAt = queue.size() / WorkerEvent.LOW_WATER;
            idle = !busy;
            busy = true;
        }
        if (idle) {
            driver.go(this);
        }
    }

    /**
     * Begins the slot's next attempt and returns the attempt; returns null if no attempt may run
     * now.
     */
    @Nullable Attempt begin(@Nullable Thread runner) {
        Attempt next;
        boolean news;
        synchronized (this) {
            next = next(runner);
            news = current != null && tell();
        }
        if (news) {
            onNews.accept(this);
        }
        return next;
    }

    /** Notes how an attempt ended, and begins the next attempt as {@link #begin} does. */
    @Nullable Attempt endAndBegin(Attempt attempt, End end, Thread runner) {
        Attempt next;
        boolean news;
        synchronized (this) {
            note(attempt, end);
            next = next(runner);
            news = isWorthAMessage(end) && tell();
        }
        if (news) {
            onNews.accept(this);
        }
        return next;
    }

    /** Notes how an attempt ended; returns whether the driver must continue with this slot. */
    boolean end(Attempt attempt, End end) {
        boolean news;
        boolean goOn;
        synchronized (this) {
            note(attempt, end);
            busy = !queue.isEmpty();
            goOn = busy;
            news = isWorthAMessage(end) && tell();
        }
        if (news) {
            onNews.accept(this);
        }
        return goOn;
    }

    /** Lets an attempt begin, because the report of its start was acknowledged. */
    void confirm(Attempt attempt) {
        synchronized (this) {
            if (current != attempt || attempt.begun() || attempt.confirmed()) {
                return;
            }
            attempt.confirm();
        }
        driver.go(this);
    }

    /**
     * Hands back to the coordinator at most {@code count} unstarted attempts of a job, from the end
     * of the queue.
     */
    void recall(JobId job, int count) {
        handBack(attempt -> attempt.jobId().equals(job), count);
    }

    /** Hands back to the coordinator every attempt that has not started. */
    void recallAll() {
        handBack(_ -> true, Integer.MAX_VALUE);
    }

    private void handBack(Predicate<Attempt> which, int count) {
        boolean news = false;
        synchronized (this) {
            Iterator<Attempt> last = queue.descendingIterator();
            for (int left = count; left > 0 && last.hasNext(); ) {
                Attempt attempt = last.next();
                if (which.test(attempt)) {
                    last.remove();
                    returned.add(attempt);
                    news = true;
                    left--;
                }
            }
            news = news && tell();
        }
        if (news) {
            onNews.accept(this);
        }
    }

    /** Of the named attempts, cancels each attempt that this slot holds. */
    void cancel(JobId job, Set<TaskAttempt> names) {
        cancel(attempt -> attempt.jobId().equals(job) && names.contains(attempt.name()), false);
    }

    /** Announces the successes that the slot has held back. */
    void flush() {
        boolean news;
        synchronized (this) {
            news = !ended.isEmpty() && tell();
        }
        if (news) {
            onNews.accept(this);
        }
    }

    /**
     * Ends every attempt that the slot holds as cancelled, even if the attempt's task does not
     * stop.
     */
    void abandon() {
        cancel(_ -> true, true);
    }

    private void cancel(Predicate<Attempt> which, boolean giveUp) {
        boolean news;
        boolean goOn = false;
        synchronized (this) {
            news = !ended.isEmpty();
            for (Iterator<Attempt> waiting = queue.iterator(); waiting.hasNext(); ) {
                Attempt attempt = waiting.next();
                if (which.test(attempt)) {
                    waiting.remove();
                    news |= endCancelled(attempt);
                }
            }
            Attempt running = current;
            if (running != null && which.test(running)) {
                running.cancel();
                if (thread != null) {
                    thread.interrupt();
                }
                goOn = !running.confirmed();
                if (!running.begun() || giveUp) {
                    current = null;
                    news |= endCancelled(running);
                }
            }
            news = news && tell();
        }
        if (goOn) {
            driver.go(this);
        }
        if (news) {
            onNews.accept(this);
        }
    }

    /** Adds to {@code news} what happened to attempts of this slot since the last call. */
    synchronized void take(News news) {
        told = false;
        news.ended().addAll(ended);
        ended.clear();
        news.returned().addAll(returned);
        returned.clear();
        if (current != null && current.takeStart()) {
            news.started().add(current);
        }
    }

    synchronized void held(BiConsumer<Attempt, State> to) {
        queue.forEach(attempt -> to.accept(attempt, State.QUEUED));
        if (current != null) {
            to.accept(current, State.RUNNING);
        }
        ended.forEach(attempt -> to.accept(attempt, State.ENDED));
        returned.forEach(attempt -> to.accept(attempt, State.ENDED));
    }

    private @Nullable Attempt next(@Nullable Thread runner) {
        Attempt next = current == null ? queue.poll() : current;
        current = next;
        if (next == null) {
            busy = false;
            return null;
        }
        if (!next.confirmed()) {
            return null;
        }
        thread = runner;
        next.begin(System.nanoTime(), everUsed ? freeSince : next.arrivedAt());
        everUsed = true;
        return next;
    }

    private void note(Attempt attempt, End end) {
        thread = null;
        boolean _ = Thread.interrupted();
        freeSince = end.at();
        if (current == attempt) {
            current = null;
            attempt.end(end.outcome(), end.at(), end.spent());
            ended.add(attempt);
        }
    }

    private boolean isWorthAMessage(End end) {
        boolean runsLow = queue.size() <= tellAt;
        if (runsLow) {
            tellAt = queue.size() / WorkerEvent.LOW_WATER;
        }
        return runsLow
                || !(end.outcome() instanceof Outcome.Succeeded)
                || (current != null && !current.confirmed());
    }

    private boolean endCancelled(Attempt attempt) {
        attempt.cancel();
        attempt.end(new Outcome.Cancelled(), System.nanoTime(), Spent.UNKNOWN);
        return ended.add(attempt);
    }

    /**
     * Marks the slot's news as announced. Returns true if the news was not announced before; only
     * then the caller must announce the news.
     */
    private boolean tell() {
        boolean news = !told;
        told = true;
        return news;
    }
}
