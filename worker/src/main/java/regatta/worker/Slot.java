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
 * <p>Its own lock guards everything; what happened is told outside of it. An interruption is sent
 * under the lock and only to the thread that runs the attempt at that moment, and what is left of
 * it is cleared before the next begins.
 */
final class Slot {
    private final SlotDriver driver;
    private final Consumer<Slot> onNews;
    private final ArrayDeque<Attempt> queue = new ArrayDeque<>(2);
    private final List<Attempt> ended = new ArrayList<>();
    private final List<Attempt> returned = new ArrayList<>();

    /** It runs, or waits until the report of its start is acknowledged. */
    private @Nullable Attempt current;

    /** The thread that runs it, where an attempt has a thread of its own. */
    private @Nullable Thread thread;

    /** Whether the driver was told to go on, or an attempt waits for its start's confirmation. */
    private boolean busy;

    /**
     * While more attempts than these wait, a success is not worth a message of its own: it is told
     * with those after it, before the coordinator has to send more.
     */
    private int tellAt;

    /** Whether what happened was told and not yet taken. */
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
     * @param at on the monotonic clock
     * @param spent what it had of the cores, as far as it is known yet
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

    /** Takes the next attempt to run; null when the driver is to leave this slot alone. */
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

    /** Notes how an attempt ended and takes the next, as {@link #begin} does. */
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

    /** Notes how an attempt ended; returns whether the driver is to go on with this slot. */
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

    /** The attempt whose start was reported may begin. */
    void confirm(Attempt attempt) {
        synchronized (this) {
            if (current != attempt || attempt.begun() || attempt.confirmed()) {
                return;
            }
            attempt.confirm();
        }
        driver.go(this);
    }

    /** Hands back up to a number of unstarted attempts, the last first. */
    void recall(JobId job, int count) {
        handBack(attempt -> attempt.jobId().equals(job), count);
    }

    /** Hands back whatever has not started. */
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

    /** Stops what it holds of these attempts. */
    void cancel(JobId job, Set<TaskAttempt> names) {
        cancel(attempt -> attempt.jobId().equals(job) && names.contains(attempt.name()), false);
    }

    /** Tells of what ended and was not worth a message yet. */
    void flush() {
        boolean news;
        synchronized (this) {
            news = !ended.isEmpty() && tell();
        }
        if (news) {
            onNews.accept(this);
        }
    }

    /** Gives up on whatever it holds: it counts as cancelled now, whether it stops or not. */
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

    /** Hands over what happened since the last time. */
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

    /** Whether something that happened has to be told. */
    private boolean tell() {
        boolean news = !told;
        told = true;
        return news;
    }
}
