package regatta.coordinator.schedule;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.jobs.Job;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerId;

/** A job of the simulation: how its tasks behave, and what truly became of them. */
final class SimulatedJob {
    static final Outcome SUCCESS = new Outcome.Succeeded(Payload.EMPTY);
    static final Outcome RETRYABLE = new Outcome.Failed(new Failure(Failure.ERROR, "again", true));
    static final Outcome HOPELESS = new Outcome.Failed(new Failure(Failure.ERROR, "never", false));

    /** What an attempt does once it runs. */
    sealed interface Behaviour {
        record Ends(long afterNanos, Outcome outcome) implements Behaviour {}

        /** Never ends by itself. */
        record Hangs() implements Behaviour {}

        /** Takes its worker down. */
        record Kills(long afterNanos) implements Behaviour {}
    }

    /**
     * How tasks behave; all times in nanoseconds.
     *
     * @param shortest the least run time of a task
     * @param longest the most
     * @param failing probability that an attempt fails
     * @param hopeless probability that a failure is not retryable
     * @param hanging probability that an attempt hangs
     * @param stubborn how long one that hangs goes on after it was told to stop
     * @param killers how many tasks, from the last, take their worker down
     * @param keys how many limit keys the tasks have
     */
    record Habits(
            long shortest,
            long longest,
            double failing,
            double hopeless,
            double hanging,
            long stubborn,
            int killers,
            int keys) {
        static Habits steady(long nanos) {
            return new Habits(nanos, nanos, 0, 0, 0, 0, 0, 1);
        }
    }

    /** What tasks share and may fail by: nodes and hosts. */
    interface Shared {
        /** How an attempt that begins now fails by what it shares; empty where it does not. */
        Optional<Outcome> meets(WorkerId worker, int task, long now);
    }

    final JobTerms terms;
    final Habits habits;
    Shared shared = (_, _, _) -> Optional.empty();
    private final long seed;

    /** The tasks, and the end, that a client may have seen: they are never taken back. */
    final BitSet shown = new BitSet();

    SimulatedStore.@Nullable End shownEnd;

    /** Whether a client heard that it was accepted. */
    boolean accepted;

    final Set<Integer> poisoned = new HashSet<>();

    /** The attempts of each task that truly began. */
    final Map<Integer, Set<Integer>> begun = new HashMap<>();

    private final Set<Begun> begunIn = new HashSet<>();

    private record Begun(long epoch, TaskAttempt attempt) {}

    /** How often an attempt of each task truly failed, so that another may follow. */
    final Map<Integer, Integer> failed = new HashMap<>();

    /** How often a coordinator died before it was kept that a task came back. */
    final Map<Integer, Integer> unkept = new HashMap<>();

    /** The workers that said, or were about to say, that a task started there. */
    final Map<Integer, Set<WorkerId>> startedBy = new HashMap<>();

    /** Attempts that began, those that began again included. */
    int beginnings;

    int mostRunning;
    int mostRunningOfAKey;
    private int running;
    private final Map<String, Integer> runningByKey = new HashMap<>();

    SimulatedJob(JobTerms terms, Habits habits, long seed) {
        this.terms = terms;
        this.habits = habits;
        this.seed = seed;
    }

    /** The job as a client submits it. */
    Job submitted(Instant at) {
        JobSpec spec =
                new JobSpec(
                                terms.kind(),
                                new Spec(),
                                "",
                                terms.pool(),
                                terms.slots(),
                                terms.maxAttempts(),
                                null,
                                terms.priority())
                        .by(submitter());
        return new Job(terms.id(), 0, terms.pool(), terms.slots(), spec, terms.tasks(), at);
    }

    /** One of two tokens, or none. */
    private @Nullable String submitter() {
        long which = Math.floorMod(seed, 3);
        return which == 0 ? null : "token-" + which;
    }

    /** Of no interest to a schedule. */
    private record Spec() {}

    Behaviour behaviour(int task, int attempt) {
        SplittableRandom random = new SplittableRandom(seed + task * 31L + attempt * 1_000_003L);
        long length = habits.shortest() + random.nextLong(1 + habits.longest() - habits.shortest());
        if (kills(task)) {
            return new Behaviour.Kills(random.nextBoolean() ? 0 : length);
        }
        if (habits.hanging() > 0 && random.nextDouble() < habits.hanging()) {
            return new Behaviour.Hangs();
        }
        if (habits.failing() > 0 && random.nextDouble() < habits.failing()) {
            boolean hopeless = random.nextDouble() < habits.hopeless();
            return new Behaviour.Ends(length, hopeless ? HOPELESS : RETRYABLE);
        }
        return new Behaviour.Ends(length, SUCCESS);
    }

    boolean kills(int task) {
        return task >= terms.tasks() - habits.killers();
    }

    void started(WorkerId worker, TaskAttempt attempt) {
        startedBy.computeIfAbsent(attempt.task(), _ -> new HashSet<>()).add(worker);
    }

    /** Whether an attempt that a coordinator dispatched has truly begun. */
    boolean hasBegun(long epoch, TaskAttempt attempt) {
        return begunIn.contains(new Begun(epoch, attempt));
    }

    void began(long epoch, TaskAttempt attempt) {
        beginnings++;
        begunIn.add(new Begun(epoch, attempt));
        begun.computeIfAbsent(attempt.task(), _ -> new HashSet<>()).add(attempt.attempt());
        mostRunning = Math.max(mostRunning, ++running);
        if (terms.perKey() > 0) {
            int now = runningByKey.merge(key(attempt), 1, Integer::sum);
            mostRunningOfAKey = Math.max(mostRunningOfAKey, now);
        }
    }

    void failed(int task) {
        failed.merge(task, 1, Integer::sum);
    }

    void ended(TaskAttempt attempt) {
        running--;
        if (terms.perKey() > 0) {
            runningByKey.merge(key(attempt), -1, Integer::sum);
        }
    }

    private String key(TaskAttempt attempt) {
        return terms.limitKey().apply(attempt.task());
    }
}
