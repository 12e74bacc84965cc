package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.protocol.JobId;

/**
 * What survives the coordinator: writes are kept in the order in which they were asked for, a
 * little later. Of those that were still under way when a coordinator died a prefix is kept too,
 * and those of a coordinator that another has followed are refused.
 */
final class SimulatedStore {
    private static final long KEEPS_WITHIN = 20_000_000;
    private static final long STALLS_WITHIN = 700_000_000;

    /** How a job ended. */
    enum End {
        SETTLED,
        CANCELLED;

        static End of(JobEnd end) {
            return end.state() == JobState.CANCELLED ? CANCELLED : SETTLED;
        }
    }

    /** What is kept of one job. */
    static final class Kept {
        final SimulatedJob job;
        final Job accepted;
        final Map<Integer, Settlement> settled = new HashMap<>();
        final Map<Integer, Retried> retried = new HashMap<>();
        long startedAt = -1;
        @Nullable JobEnd end;

        Kept(SimulatedJob job, Job accepted) {
            this.job = job;
            this.accepted = accepted;
        }

        JobView view() {
            return end == null
                    ? accepted.open(null, new Progress(accepted.tasks(), 0, 0, 0), 0, null)
                    : end.view();
        }
    }

    /**
     * A write.
     *
     * @param then what happens when it is kept
     * @param lost what happens when its coordinator died before
     */
    private record Write(Runnable change, Runnable then, Runnable lost) {}

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final Map<JobId, Kept> jobs = new LinkedHashMap<>();
    private long epoch;

    SimulatedStore(SimulatedTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** A coordinator opens it: those before it may write no more. */
    Session open(Runnable onFenced) {
        return new Session(++epoch, onFenced);
    }

    /** What is kept of a job; null before its acceptance is. */
    @Nullable Kept find(SimulatedJob job) {
        return jobs.get(job.terms.id());
    }

    /** How a job ended; null while it has not, or while that is not kept. */
    @Nullable End end(SimulatedJob job) {
        Kept kept = find(job);
        return kept == null || kept.end == null ? null : End.of(kept.end);
    }

    /** A job as a reader finds it. */
    Optional<JobView> find(JobId id) {
        return Optional.ofNullable(jobs.get(id)).map(Kept::view);
    }

    List<Kept> unfinished() {
        return jobs.values().stream().filter(kept -> kept.end == null).toList();
    }

    private void retry(SimulatedJob job, List<Retried> tasks) {
        Kept kept = find(job);
        for (Retried one : tasks) {
            Invariants.check(kept != null, () -> "kept before its job: " + one);
            if (kept != null && kept.end == null) {
                boolean settled = kept.settled.containsKey(one.task());
                Invariants.check(!settled, () -> "comes back, though settled: " + one);
                Invariants.goesOn(kept.retried.put(one.task(), one), one);
            }
        }
    }

    private void settle(SimulatedJob job, List<Settlement> settlements) {
        Kept kept = find(job);
        for (Settlement one : settlements) {
            Invariants.check(kept != null, () -> "kept before its job: " + one);
            // What comes after the end of a cancelled job is dropped.
            if (kept != null && kept.end == null) {
                boolean first = kept.settled.put(one.task(), one) == null;
                Invariants.check(first, () -> "kept twice: " + one + " of " + job.terms.id());
                kept.retried.remove(one.task());
            }
        }
    }

    private void end(SimulatedJob job, JobEnd how) {
        Kept kept = find(job);
        Invariants.check(kept != null && kept.end == null, () -> job.terms.id() + " ends twice");
        if (kept != null) {
            kept.end = how;
        }
    }

    /** One opening of the store, by one coordinator. */
    final class Session {
        final long epoch;
        private final Runnable onFenced;
        private final ArrayDeque<Write> pending = new ArrayDeque<>();
        private long lastKept;
        private boolean closed;

        Session(long epoch, Runnable onFenced) {
            this.epoch = epoch;
            this.onFenced = onFenced;
        }

        /** Keeps a job, unless the same submission came before. */
        void accept(SimulatedJob job, Job submitted, Consumer<Acceptance> then) {
            List<Acceptance> answer = new ArrayList<>();
            write(
                    () -> {
                        JobId id = submitted.id();
                        if (jobs.containsKey(id)) {
                            answer.add(new Acceptance.Known(id));
                        } else {
                            Job accepted = submitted.withOrder(jobs.size() + 1L);
                            jobs.put(id, new Kept(job, accepted));
                            answer.add(new Acceptance.Kept(accepted));
                        }
                    },
                    () -> then.accept(answer.getFirst()));
        }

        void start(SimulatedJob job, long at, Runnable then) {
            write(
                    () -> {
                        Kept kept = find(job);
                        if (kept != null && kept.startedAt < 0) {
                            kept.startedAt = at;
                        }
                    },
                    then);
        }

        void retry(SimulatedJob job, List<Retried> tasks, Runnable then) {
            Runnable lost =
                    () -> tasks.forEach(one -> job.unkept.merge(one.task(), 1, Integer::sum));
            write(new Write(() -> SimulatedStore.this.retry(job, tasks), then, lost));
        }

        void settle(SimulatedJob job, List<Settlement> settlements, Runnable then) {
            write(() -> SimulatedStore.this.settle(job, settlements), then);
        }

        void end(SimulatedJob job, JobEnd how, Runnable then) {
            write(() -> SimulatedStore.this.end(job, how), then);
        }

        /** The coordinator died: some of what was under way is kept, and nobody hears of it. */
        void crash() {
            if (!closed && !fenced()) {
                for (int left = random.nextInt(pending.size() + 1); left > 0; left--) {
                    pending.remove().change.run();
                }
            }
            pending.forEach(write -> write.lost.run());
            pending.clear();
            closed = true;
        }

        private boolean fenced() {
            return epoch != SimulatedStore.this.epoch;
        }

        private void write(Runnable change, Runnable then) {
            write(new Write(change, then, () -> {}));
        }

        private void write(Write write) {
            pending.add(write);
            long slow = random.nextInt(200) == 0 ? STALLS_WITHIN : KEEPS_WITHIN;
            lastKept = Math.max(lastKept, time.now() + random.nextLong(slow));
            time.at(lastKept, this::keep);
        }

        private void keep() {
            if (closed) {
                return;
            }
            if (fenced()) {
                closed = true;
                onFenced.run();
                return;
            }
            Write write = pending.remove();
            write.change.run();
            write.then.run();
        }
    }
}
