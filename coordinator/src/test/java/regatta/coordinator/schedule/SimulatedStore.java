package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
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
        CANCELLED
    }

    /** What is kept of one job. */
    static final class Kept {
        final SimulatedJob job;
        final Map<Integer, Settlement> settled = new HashMap<>();
        final Map<Integer, Retried> retried = new HashMap<>();
        long startedAt = -1;
        @Nullable End end;

        Kept(SimulatedJob job) {
            this.job = job;
        }
    }

    /**
     * A write.
     *
     * @param then what happens when it is kept
     * @param lost what happens when its coordinator died before
     * @param tasks how many tasks it is about
     */
    private record Write(Runnable change, Runnable then, Runnable lost, int tasks) {}

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
        return kept == null ? null : kept.end;
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

    private void end(SimulatedJob job, End how) {
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
        private int backlog;
        private boolean closed;

        Session(long epoch, Runnable onFenced) {
            this.epoch = epoch;
            this.onFenced = onFenced;
        }

        /** Settlements and retried tasks that are not kept yet. */
        int backlog() {
            return backlog;
        }

        /** Keeps a job, unless the same submission came before. */
        void accept(SimulatedJob job, Consumer<Boolean> then) {
            boolean[] first = new boolean[1];
            write(
                    () -> first[0] = jobs.putIfAbsent(job.terms.id(), new Kept(job)) == null,
                    () -> then.accept(first[0]),
                    0);
        }

        void start(SimulatedJob job, long at) {
            write(
                    () -> {
                        Kept kept = find(job);
                        if (kept != null && kept.startedAt < 0) {
                            kept.startedAt = at;
                        }
                    },
                    () -> {},
                    0);
        }

        void retry(SimulatedJob job, List<Retried> tasks) {
            Runnable lost =
                    () -> tasks.forEach(one -> job.unkept.merge(one.task(), 1, Integer::sum));
            write(
                    new Write(
                            () -> SimulatedStore.this.retry(job, tasks),
                            () -> {},
                            lost,
                            tasks.size()));
        }

        void settle(SimulatedJob job, List<Settlement> settlements, Runnable then) {
            write(() -> SimulatedStore.this.settle(job, settlements), then, settlements.size());
        }

        void end(SimulatedJob job, End how, Runnable then) {
            write(() -> SimulatedStore.this.end(job, how), then, 0);
        }

        /** Does something once all that was asked for before is kept. */
        void after(Runnable then) {
            write(() -> {}, then, 0);
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

        private void write(Runnable change, Runnable then, int tasks) {
            write(new Write(change, then, () -> {}, tasks));
        }

        private void write(Write write) {
            backlog += write.tasks;
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
            backlog -= write.tasks;
            write.change.run();
            write.then.run();
        }
    }
}
