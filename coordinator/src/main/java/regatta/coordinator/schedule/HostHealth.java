package regatta.coordinator.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The health of one host, which is the server that a task contacts, such as a download's origin.
 * Tasks with the same limit key have the same host, and all jobs of the same kind share the host's
 * health. Only a host that has tasks under way or that refused tasks lately has a health. Confined
 * to the schedule.
 *
 * <p>A host is <em>new</em> for half a second after its first task. At most 16 tasks are under way
 * at a new host, and two more for each task that it has answered, because the host may take only
 * few. That is like TCP's slow start.
 *
 * <p>A host is <em>overloaded</em> if it refuses five tasks in a row, or for some time more than
 * one task in seven. An overloaded host rests: no task goes to the host for a while. The host also
 * rests if a refusal asks for a pause. After a rest a single task goes to the host, the trial. Each
 * refused trial doubles the rest. After a trial succeeds, the host is paced: only as many tasks a
 * second go to it as its {@link HostRate} allows. Successes raise this rate, and an overload lowers
 * it. While the rate still rises fast, two refusals in a row, or one that asks for a pause, are an
 * overload, too.
 *
 * <p>A host that refuses a tenth of all tasks at random is not overloaded: it would refuse as many
 * at any rate.
 */
final class HostHealth {

    /** How many answers of the host make up for one refusal. */
    private static final int ANSWERS_PER_REFUSAL = 6;

    private static final int OVERLOADED = 5 * ANSWERS_PER_REFUSAL;
    private static final int OVERLOADED_IN_SEARCH = 2 * ANSWERS_PER_REFUSAL;

    /**
     * How many tasks may be under way at a new host that has answered none: the default of slots
     * for tasks that wait, so that jobs which name no slots are hardly held back.
     */
    private static final int FIRST_TASKS = 16;

    private static final int MORE_WITH_AN_ANSWER = 2;
    static final long NEW_NANOS = 500_000_000;

    private static final long SHORTEST_REST = 250_000_000;
    private static final long LONGEST_REST = 10_000_000_000L;

    /** How long a silent host may be away although it refused the same tasks before. */
    private static final long MAY_BE_AWAY_NANOS = 30_000_000_000L;

    /**
     * How long a silent host may be away if it did not refuse these tasks before. They may be long
     * downloads that broke when the host went away.
     */
    private static final long MAY_BE_AWAY_LONG_NANOS = 90_000_000_000L;

    final String name;

    private final long metAt;

    /** How many dispatched tasks have not ended. */
    private int underWay;

    /** The jobs with tasks that wait for this host. */
    private final Set<ScheduledJob> waiting = new LinkedHashSet<>();

    /** The workers that have failed to reach the host since it last answered any worker. */
    private final Set<ScheduledWorker> unreached = new HashSet<>();

    private HostRate pace = new HostRate();
    private boolean resting;
    private boolean paced;

    /** Whether the rate is already lower because of what led to the current rest. */
    private boolean slowed;

    private long rest;
    private long restsUntil;
    private @Nullable ScheduledAttempt trial;
    private boolean trying;

    /**
     * The number of refusals that no answers have made up for, multiplied by {@link
     * #ANSWERS_PER_REFUSAL}.
     */
    private int refusing;

    private long refusals;
    private long successes;
    private long changedAt;
    private long lastUsedAt;

    /** When the newest attempt was dispatched that the host answered. */
    private long newestAnswered = -1;

    private long silentSince = -1;

    /**
     * The host refused a task before it fell silent if it first refused the task before this
     * moment: when the host fell silent, or when it was acquitted since.
     */
    private long knownBefore;

    private long refusalsBeforeSilence;

    /** How often the host has refused tasks since it fell silent. */
    private int refusedInSilence;

    /**
     * When the newest attempt was dispatched that the host refused since it fell silent, of tasks
     * that it had not refused before.
     */
    private long newestRefused;

    private String reason = "";

    HostHealth(String name, long now) {
        this.name = name;
        this.metAt = now;
        this.lastUsedAt = now;
    }

    // Methods that change the state.

    /** Counts an attempt that goes to the host. While the host rests, the attempt is the trial. */
    void dispatched(ScheduledAttempt attempt, long now) {
        lastUsedAt = now;
        underWay++;
        if (resting) {
            trial = attempt;
            trying = true;
        } else if (paced) {
            pace.take(now);
        }
    }

    /**
     * Counts an attempt that is no longer under way. If it was the trial, another attempt may
     * become the trial.
     */
    void removed(ScheduledAttempt attempt) {
        underWay--;
        if (trial == attempt) {
            trying = false;
        }
    }

    /**
     * Counts an attempt for which the host did its part. The attempt may have failed for another
     * reason.
     */
    void answered(ScheduledAttempt attempt, long now) {
        unreached.clear();
        newestAnswered = Math.max(newestAnswered, attempt.dispatchedAt);
        boolean late = silentSince >= 0 && attempt.dispatchedAt < silentSince;
        if (!late) {
            // The late answer to an earlier request does not show that the host still answers.
            successes++;
            silentSince = -1;
        }
        if (resting ? attempt == trial : attempt.dispatchedAt >= changedAt) {
            refusing = resting && slowed ? 0 : Math.max(0, refusing - 1);
            if (resting) {
                endRest(now);
            } else if (paced) {
                pace.rise(now);
                paced = !pace.isUnlimited();
            }
        }
    }

    private void endRest(long now) {
        resting = false;
        rest = 0;
        changedAt = now;
        paced = true;
        pace.begin(now);
    }

    /**
     * Counts an attempt that the host refused or did not answer. The host may begin to rest.
     *
     * @param pause nanoseconds for which the host asked to get no tasks; 0 if the host did not ask
     * @param firstRefusedAt when the host first refused the attempt's task; −1 if it never did
     */
    void refused(ScheduledAttempt attempt, String why, long pause, long firstRefusedAt, long now) {
        if (silentSince < 0) {
            silentSince = now;
            knownBefore = now;
            refusalsBeforeSilence = refusals;
            refusedInSilence = 0;
            newestRefused = -1;
        }
        refusedInSilence++;
        if (firstRefusedAt < 0) {
            newestRefused = Math.max(newestRefused, attempt.dispatchedAt);
        }
        refusals++;
        reason = why;
        if (!resting && attempt.dispatchedAt < changedAt) {
            return;
        }
        refusing += ANSWERS_PER_REFUSAL;
        boolean overloaded = isOverloaded(pause);
        if (resting && attempt != trial) {
            restsUntil = Math.max(restsUntil, now + pause);
        } else if (resting || pause > 0 || overloaded) {
            rest(pause, now);
        }
        if (overloaded && !slowed) {
            pace.fall(now);
            slowed = true;
        }
    }

    private boolean isOverloaded(long pause) {
        boolean searching = paced && pace.isSearching();
        return searching && pause > 0
                || refusing >= (searching ? OVERLOADED_IN_SEARCH : OVERLOADED);
    }

    private void rest(long pause, long now) {
        if (!resting) {
            slowed = !paced;
            pace = paced ? pace : new HostRate();
        }
        rest = rest == 0 ? SHORTEST_REST : Math.min(LONGEST_REST, 2 * rest);
        paced = false;
        resting = true;
        restsUntil = now + Math.max(pause, rest);
        changedAt = now;
    }

    private boolean wasRefusedBeforeSilence(long firstRefusedAt) {
        return firstRefusedAt >= 0 && firstRefusedAt < knownBefore;
    }

    /**
     * Ends the host's rest, because the tasks that it refuses are to blame. The silence goes on:
     * until the host answers, the next refusals of all tasks that it has refused are charged, too.
     */
    void acquit(long now) {
        knownBefore = now;
        if (resting) {
            endRest(now);
        }
    }

    /** Records that a worker did not reach the host. */
    void notReachedBy(ScheduledWorker worker) {
        unreached.add(worker);
    }

    /**
     * Forgets and returns the workers that did not reach the host, because no worker reaches the
     * host and so the host is to blame.
     */
    List<ScheduledWorker> blameHost() {
        List<ScheduledWorker> tried = List.copyOf(unreached);
        unreached.clear();
        return tried;
    }

    void awaitedBy(ScheduledJob job) {
        waiting.add(job);
    }

    /** Returns the jobs that wait for the host, and forgets that they wait. */
    List<ScheduledJob> wake() {
        List<ScheduledJob> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void forget(ScheduledJob job) {
        waiting.remove(job);
    }

    // Methods that read the state.

    /** Returns whether one more task may go to the host now. */
    boolean admits(long now) {
        if (resting) {
            return now >= restsUntil && !trying;
        }
        return !paced || pace.allows(now);
    }

    /** Returns whether the host is new and as many tasks are under way there as may be. */
    boolean isFull(long now) {
        return underWay >= FIRST_TASKS + MORE_WITH_AN_ANSWER * successes && now - metAt < NEW_NANOS;
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

    /**
     * Returns when the host began to refuse or ignore all attempts; −1 while the host answers
     * attempts.
     */
    long silentSince() {
        return silentSince;
    }

    /**
     * Returns whether a task that the host refuses is to blame, although the host answers no other
     * task. Since the host fell silent, it has refused only tasks that it had got before a task
     * that it answered, so often that this can hardly be chance. It has been silent for half a
     * minute if it refused the task before it fell silent, otherwise for a minute and a half.
     *
     * @param firstRefusedAt when the host first refused the task; −1 if it never did before
     * @param chance the limit on a probability. If mere chance has a probability below this limit,
     *     the method returns true
     */
    boolean refusesOnlyKnownTasks(long firstRefusedAt, double chance, long now) {
        double share = (refusalsBeforeSilence + 1.0) / (successes + refusalsBeforeSilence + 2);
        long patience =
                wasRefusedBeforeSilence(firstRefusedAt)
                        ? MAY_BE_AWAY_NANOS
                        : MAY_BE_AWAY_LONG_NANOS;
        return newestRefused < newestAnswered
                && now - silentSince >= patience
                && Math.pow(share, refusedInSilence) < chance;
    }

    /** Returns the message of the last refusal, which is meant for people. */
    String reason() {
        return reason;
    }

    /**
     * Returns whether the host may be forgotten: no job waits for the host and no task is under
     * way. If the host refused a task or a worker did not reach the host, the host must also have
     * got no task for more than {@code nanos} nanoseconds.
     */
    boolean isUnused(long nanos, long now) {
        boolean harmless = refusals == 0 && unreached.isEmpty();
        long neededAt = Math.max(lastUsedAt, restsUntil);
        return underWay == 0 && waiting.isEmpty() && (harmless || now - neededAt > nanos);
    }
}
