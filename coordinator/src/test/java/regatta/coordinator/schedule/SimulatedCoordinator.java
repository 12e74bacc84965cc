package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * One coordinator, from its start to its death: drives a {@link Schedule} as the real one does,
 * calls become decisions, decisions become messages and writes, and nothing is shown before it is
 * kept.
 */
final class SimulatedCoordinator {
    /** A job that has not ended, as this coordinator sees it. */
    static final class Live {
        final SimulatedJob job;

        /** The tasks that are settled, kept or not. */
        final BitSet settled = new BitSet();

        /** The greatest number of an attempt of each task that was dispatched. */
        final Map<Integer, Integer> dispatched = new HashMap<>();

        /** What was kept of the tasks that had come back when this coordinator began. */
        final Map<Integer, Retried> recovered;

        /** The same, and what came back since. */
        final Map<Integer, Retried> retried;

        boolean cancelled;
        boolean allSettled;
        private boolean begun;
        private int kept;
        private boolean ending;

        Live(SimulatedJob job, Map<Integer, Retried> recovered) {
            this.job = job;
            this.recovered = Map.copyOf(recovered);
            this.retried = new HashMap<>(recovered);
        }

        private boolean complete() {
            return allSettled && kept == job.terms.tasks();
        }
    }

    private final Simulation simulation;
    private final SimulatedTime time;
    private final RandomGenerator random;
    private final Invariants invariants;
    private final Schedule schedule;
    private final SimulatedStore.Session session;
    private final Map<JobId, Live> live = new HashMap<>();
    private final long tickEvery;
    private final Standstill standstill;
    private boolean dead;

    SimulatedCoordinator(Simulation simulation, ScheduleTerms terms, RandomGenerator random) {
        this.simulation = simulation;
        this.time = simulation.time;
        this.random = random;
        this.schedule = new Schedule(terms, random);
        this.invariants = new Invariants(simulation, schedule.board());
        this.standstill = new Standstill(time);
        this.tickEvery = terms.tick().toNanos();
        this.session = simulation.store.open(() -> simulation.ended(this));
        recover();
        time.after(tickEvery, this::tick);
    }

    Schedule schedule() {
        return schedule;
    }

    Invariants invariants() {
        return invariants;
    }

    long epoch() {
        return session.epoch;
    }

    boolean dead() {
        return dead;
    }

    /** Whether every task of a job that has not ended is settled. */
    boolean allSettled(SimulatedJob job) {
        return live.containsKey(job.terms.id()) && job(job.terms.id()).allSettled;
    }

    void freeze(long nanos) {
        standstill.freeze(nanos);
    }

    /** It is gone; of what it wrote last, some is kept. */
    void die() {
        dead = true;
        session.crash();
    }

    private void recover() {
        List<SimulatedJob> awaitNodes = new ArrayList<>();
        for (SimulatedStore.Kept kept : simulation.store.unfinished()) {
            Live taken = new Live(kept.job, kept.retried);
            live.put(kept.job.terms.id(), taken);
            kept.settled.keySet().forEach(taken.settled::set);
            taken.kept = kept.settled.size();
            taken.allSettled = taken.kept == kept.job.terms.tasks();
            long startedAgo = kept.startedAt < 0 ? -1 : time.now() - kept.startedAt;
            schedule.recover(
                    kept.job.terms,
                    kept.settled.values().stream(),
                    List.copyOf(kept.retried.values()),
                    startedAgo,
                    time.now());
            if (taken.complete()) {
                end(taken, SimulatedStore.End.SETTLED);
            } else if (kept.job.terms.pool().equals(History.NODES)) {
                awaitNodes.add(kept.job);
            } else {
                time.after(0, () -> resume(kept.job));
            }
        }
        time.after(simulation.rejoin, () -> awaitNodes.forEach(this::resume));
    }

    private void resume(SimulatedJob job) {
        act(() -> carryOut("resume", schedule.resume(job.terms.id(), time.now())));
    }

    /** A client submits a job, perhaps not for the first time. */
    void accept(SimulatedJob job) {
        act(() -> session.accept(job, first -> act(() -> accepted(job, first))));
    }

    private void accepted(SimulatedJob job, boolean first) {
        JobId id = job.terms.id();
        if (first) {
            live.put(id, new Live(job, Map.of()));
            carryOut("accept " + id, schedule.accept(job.terms, time.now()));
        }
        job.accepted = true;
    }

    void cancel(SimulatedJob job) {
        act(() -> {
            Live cancelled = live.get(job.terms.id());
            if (cancelled == null || cancelled.ending || cancelled.complete()) {
                return;
            }
            cancelled.cancelled = !cancelled.allSettled;
            JobId id = job.terms.id();
            carryOut("cancel " + id, schedule.cancel(id, time.now()));
            end(cancelled, SimulatedStore.End.CANCELLED);
        });
    }

    void drain(WorkerId worker) {
        act(() -> carryOut("drain " + worker, schedule.drain(worker, time.now())));
    }

    void hello(WorkerJoin join) {
        act(() -> {
            tell(join.id(), _ -> {});
            carryOut("hello " + join, schedule.hello(join, time.now()));
        });
    }

    void report(WorkerId worker, long sequence, List<JobReport> jobs) {
        act(() -> {
            pauseBehindTheStore();
            carryOut(
                    "report " + worker + " " + sequence + " " + jobs,
                    schedule.report(worker, sequence, jobs, time.now()));
        });
    }

    void left(WorkerId worker) {
        act(() -> carryOut("left " + worker, schedule.left(worker, time.now())));
    }

    void exited(WorkerId worker) {
        act(() -> carryOut("exited " + worker, schedule.exited(worker, "exit 1", time.now())));
    }

    private void tick() {
        act(() -> {
            pauseBehindTheStore();
            carryOut("tick", schedule.tick(time.now()));
            invariants.afterTick();
            time.after(tickEvery, this::tick);
        });
    }

    private void pauseBehindTheStore() {
        schedule.pause(session.backlog() >= simulation.maxBacklog);
    }

    private void act(Runnable what) {
        standstill.act(() -> {
            if (!dead) {
                what.run();
            }
        });
    }

    private void carryOut(String why, List<Decision> decisions) {
        if (!decisions.isEmpty() || !why.equals("tick")) {
            simulation.trace.add(time, () -> "(" + epoch() + ") " + why + " -> " + decisions);
        }
        decisions.forEach(this::carryOut);
        invariants.afterCall();
    }

    private void carryOut(Decision decision) {
        switch (decision) {
            case Decision.Run run -> run(run);
            case Decision.Recall(WorkerId id, JobId job, int slot, int count) -> {
                simulation.tally.recalls++;
                tell(id, worker -> worker.recall(simulation.job(job), slot, count));
            }
            case Decision.Cancel(WorkerId id, var attempts) ->
                    tell(
                            id,
                            worker ->
                                    worker.cancel(
                                            simulation.job(attempts.job()), attempts.attempts()));
            case Decision.Retry(JobId id, List<Retried> tasks) -> {
                Live job = job(id);
                invariants.retried(job, tasks);
                simulation.settles();
                session.retry(job.job, tasks);
            }
            case Decision.Settle(JobId id, List<Settlement> settlements) -> {
                Live job = job(id);
                invariants.settled(job, settlements);
                simulation.settles();
                session.settle(job.job, settlements, () -> act(() -> kept(job, settlements)));
            }
            case Decision.AllSettled(JobId id) -> invariants.allSettled(job(id));
            case Decision.WriteOff(WorkerId id, int _, JobId _, int _) -> {
                simulation.tally.writeOffs++;
                simulation.writtenOff(id);
            }
            case Decision.Acknowledge(WorkerId id, long report) ->
                    session.after(() -> act(() -> tell(id, worker -> worker.acknowledge(report))));
            case Decision.Drain(WorkerId id) -> tell(id, SimulatedWorker::drain);
            case Decision.Lost _ -> simulation.tally.losses++;
        }
    }

    private Live job(JobId id) {
        return Objects.requireNonNull(live.get(id));
    }

    /** A dispatch may go in parts; only the last says the number of the whole. */
    private void run(Decision.Run run) {
        Live job = job(run.job());
        invariants.dispatched(job, epoch(), run.attempts());
        invariants.hears(run.worker(), epoch());
        if (!job.begun) {
            job.begun = true;
            session.start(job.job, time.now());
        }
        List<Decision.Assignment> all = run.attempts();
        int first = all.size() > 1 && random.nextInt(4) == 0 ? random.nextInt(all.size()) : 0;
        if (first > 0) {
            List<Decision.Assignment> part = List.copyOf(all.subList(0, first));
            tell(run.worker(), worker -> worker.run(run.sequence() - 1, job.job, part));
        }
        List<Decision.Assignment> rest = List.copyOf(all.subList(first, all.size()));
        tell(run.worker(), worker -> worker.run(run.sequence(), job.job, rest));
    }

    private void kept(Live job, List<Settlement> settlements) {
        if (!job.ending) {
            job.kept += settlements.size();
            settlements.forEach(one -> job.job.shown.set(one.task()));
            if (job.complete()) {
                end(job, SimulatedStore.End.SETTLED);
            }
        }
    }

    private void end(Live job, SimulatedStore.End how) {
        job.ending = true;
        JobId id = job.job.terms.id();
        session.end(
                job.job,
                how,
                () ->
                        act(() -> {
                            job.job.shownEnd = how;
                            live.remove(id);
                            carryOut("forget " + id, schedule.forget(id, time.now()));
                        }));
    }

    /** What a worker is told. */
    interface Telling {
        void tell(SimulatedWorker worker);
    }

    private void tell(WorkerId id, Telling message) {
        @Nullable SimulatedWorker worker = simulation.workers.get(id);
        if (worker != null) {
            simulation.send(this, worker, message);
        }
    }
}
