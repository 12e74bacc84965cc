package regatta.coordinator.schedule;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.workload.Demand;

/**
 * A random history of one job whose tasks share few limit keys, on nodes of one slot that are cut
 * off for longer than a lease and return, or drain.
 *
 * <p>{@link History} plays everything, so it seldom plays several losses and returns of one key.
 * Here almost nothing else happens. All of a history follows from its seed.
 */
final class ReturningNodesHistory {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final String KIND = "download";
    private static final ScheduleTerms TERMS =
            new ScheduleTerms(
                    Duration.ofSeconds(3),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(8),
                    Duration.ofMillis(50),
                    4,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    3,
                    1_000,
                    1_000);

    private final SplittableRandom random;
    private final Simulation simulation;
    private final SimulatedJob job;
    private final long healsAt;

    private ReturningNodesHistory(long seed, Trace trace) {
        random = new SplittableRandom(seed);
        simulation = new Simulation(TERMS, SECOND, 1_000, random.split(), trace);
        job = job();
        healsAt = 40 * SECOND;
    }

    /** Plays a history to its end; throws an AssertionError when a promise is broken. */
    static Simulation.Tally play(long seed, Trace trace) {
        return new ReturningNodesHistory(seed, trace).play();
    }

    static boolean breaks(long seed) {
        try {
            var _ = play(seed, new Trace(false));
            return false;
        } catch (AssertionError | RuntimeException _) {
            return true;
        }
    }

    private Simulation.Tally play() {
        simulation.jobs.put(job.terms.id(), job);
        simulation.time.at(random.nextLong(SECOND), () -> simulation.coordinator().accept(job));
        long joinsAt = 0;
        for (int nodes = 2 + random.nextInt(4); nodes > 0; nodes--) {
            planNode(joinsAt);
            joinsAt += random.nextLong(6 * SECOND);
        }
        simulation.time.at(healsAt, this::heal);
        simulation.runUntil(healsAt);
        boolean ended = simulation.runUntil(this::over, healsAt + 120 * SECOND);
        Schedule schedule = simulation.coordinator().schedule();
        if (!ended) {
            throw new AssertionError("does not end: " + schedule.unsettled(job.terms.id()));
        }
        simulation.coordinator().invariants().atEnd();
        return simulation.tally;
    }

    private SimulatedJob job() {
        int tasks = 3 + random.nextInt(4);
        int keys = random.nextInt(4) == 0 ? 2 : 1;
        int perKey = random.nextInt(4) == 0 ? 2 : 1;
        long longest = 300 * MILLI + random.nextLong(2 * SECOND);
        JobTerms terms =
                new JobTerms(
                        new JobId("j"),
                        KIND,
                        History.NODES,
                        tasks,
                        4,
                        Demand.WAITING,
                        0,
                        3,
                        0,
                        perKey,
                        task -> "host" + task % keys);
        SimulatedJob.Habits habits =
                new SimulatedJob.Habits(longest / 2, longest, 0, 0, 0, 0, 0, keys);
        return new SimulatedJob(terms, habits, random.nextLong());
    }

    /** A node joins, is cut off soon and mostly for longer than its lease, or drains. */
    private void planNode(long joinsAt) {
        long changesAt = joinsAt + random.nextLong(3 * SECOND);
        long awayFor = random.nextLong(20 * SECOND);
        boolean drains = random.nextInt(3) == 0;
        simulation.time.at(
                joinsAt,
                () -> {
                    SimulatedWorker node = join();
                    if (drains) {
                        simulation.time.at(
                                changesAt, () -> simulation.coordinator().drain(node.id));
                    } else {
                        simulation.time.at(changesAt, () -> node.link.cut(true, true));
                        simulation.time.at(changesAt + awayFor, node.link::heal);
                    }
                });
    }

    private SimulatedWorker join() {
        return simulation.join(
                new SimulatedWorker.Build(
                        History.NODES, SlotOffer.any(1), List.of(KIND), true, false),
                SimulatedLink.Weather.FINE);
    }

    private void heal() {
        simulation.workers.values().forEach(node -> node.link.heal());
        var _ = join();
    }

    private boolean over() {
        return simulation.store.end(job) != null
                && simulation.coordinator().schedule().board().jobs.isEmpty()
                && simulation.workers.values().stream()
                        .allMatch(worker -> worker.gone() || worker.idle())
                && simulation.coordinator().invariants().settledDown();
    }
}
