package regatta.coordinator.schedule;

import java.util.List;
import java.util.random.RandomGenerator;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Drives a {@link Schedule} as the coordinator does: calls become decisions, decisions become
 * messages, and what is settled is kept a little later.
 */
final class SimulatedCoordinator {
    private static final long KEEPS_WITHIN = 20_000_000;

    private final Simulation simulation;
    private final SimulatedTime time;
    private final RandomGenerator random;
    private final Invariants invariants;
    private final Schedule schedule;
    private final long tickEvery;
    private final Standstill standstill;
    private long lastKept;

    SimulatedCoordinator(Simulation simulation, ScheduleTerms terms, RandomGenerator random) {
        this.simulation = simulation;
        this.time = simulation.time;
        this.random = random;
        this.schedule = new Schedule(terms, random);
        this.invariants = new Invariants(simulation, schedule.board());
        this.standstill = new Standstill(time);
        this.tickEvery = terms.tick().toNanos();
        time.after(tickEvery, this::tick);
    }

    Schedule schedule() {
        return schedule;
    }

    Invariants invariants() {
        return invariants;
    }

    void freeze(long nanos) {
        standstill.freeze(nanos);
    }

    void accept(SimulatedJob job) {
        act(() -> {
            simulation.jobs.put(job.terms.id(), job);
            carryOut("accept " + job.terms.id(), schedule.accept(job.terms, time.now()));
        });
    }

    void cancel(SimulatedJob job) {
        act(() -> {
            if (!job.allSettled) {
                job.cancelled = true;
            }
            JobId id = job.terms.id();
            carryOut("cancel " + id, schedule.cancel(id, time.now()));
            if (job.cancelled) {
                forget(job);
            }
        });
    }

    void drain(WorkerId worker) {
        act(() -> carryOut("drain " + worker, schedule.drain(worker, time.now())));
    }

    void hello(WorkerJoin join) {
        act(() -> carryOut("hello " + join, schedule.hello(join, time.now())));
    }

    void report(WorkerId worker, long sequence, List<JobReport> jobs) {
        act(() ->
                carryOut(
                        "report " + worker + " " + sequence + " " + jobs,
                        schedule.report(worker, sequence, jobs, time.now())));
    }

    void left(WorkerId worker) {
        act(() -> carryOut("left " + worker, schedule.left(worker, time.now())));
    }

    void exited(WorkerId worker) {
        act(() -> carryOut("exited " + worker, schedule.exited(worker, "exit 1", time.now())));
    }

    private void tick() {
        act(() -> {
            carryOut("tick", schedule.tick(time.now()));
            invariants.afterTick();
            time.after(tickEvery, this::tick);
        });
    }

    private void act(Runnable what) {
        standstill.act(what);
    }

    private void carryOut(String why, List<Decision> decisions) {
        if (!decisions.isEmpty() || !why.equals("tick")) {
            simulation.trace.add(time, () -> why + " -> " + decisions);
        }
        for (Decision decision : decisions) {
            carryOut(decision);
        }
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
            case Decision.Settle(JobId job, List<Settlement> settlements) ->
                    invariants.settled(simulation.job(job), settlements);
            case Decision.AllSettled(JobId job) -> {
                invariants.allSettled(simulation.job(job));
                forget(simulation.job(job));
            }
            case Decision.WriteOff(WorkerId id, int _, JobId _, int _) -> {
                simulation.tally.writeOffs++;
                simulation.writtenOff(id);
            }
            case Decision.Acknowledge(WorkerId id, long report) ->
                    afterKept(() -> tell(id, worker -> worker.acknowledge(report)));
            case Decision.Drain(WorkerId id) -> tell(id, SimulatedWorker::drain);
            case Decision.Lost _ -> simulation.tally.losses++;
        }
    }

    /** A dispatch may go in parts; only the last says the number of the whole. */
    private void run(Decision.Run run) {
        SimulatedJob job = simulation.job(run.job());
        List<Decision.Assignment> all = run.attempts();
        int first = all.size() > 1 && random.nextInt(4) == 0 ? random.nextInt(all.size()) : 0;
        if (first > 0) {
            List<Decision.Assignment> part = List.copyOf(all.subList(0, first));
            tell(run.worker(), worker -> worker.run(run.sequence() - 1, job, part));
        }
        List<Decision.Assignment> rest = List.copyOf(all.subList(first, all.size()));
        tell(run.worker(), worker -> worker.run(run.sequence(), job, rest));
    }

    private void forget(SimulatedJob job) {
        JobId id = job.terms.id();
        afterKept(() -> act(() -> carryOut("forget " + id, schedule.forget(id, time.now()))));
    }

    /** What the store keeps is kept in the order in which it was handed over. */
    private void afterKept(Runnable then) {
        lastKept = Math.max(lastKept, time.now() + random.nextLong(KEEPS_WITHIN));
        time.at(lastKept, then);
    }

    private interface Telling {
        void tell(SimulatedWorker worker);
    }

    private void tell(WorkerId id, Telling message) {
        SimulatedWorker worker = simulation.workers.get(id);
        if (worker != null) {
            worker.link.toWorker(() -> worker.act(() -> message.tell(worker)));
        }
    }
}
