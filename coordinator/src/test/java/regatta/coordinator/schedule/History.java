package regatta.coordinator.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.workload.Demand;

/**
 * One random history, all of it from one seed: workers join, jobs come, faults happen for a while,
 * and when they have healed every job must end.
 */
final class History {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final String IN_PROCESS = "thread-pool";
    static final String CHILDREN = "processes";
    static final String NODES = "cluster";
    private static final List<String> POOLS = List.of(NODES, CHILDREN, IN_PROCESS);
    private static final String COMPUTES = "sum-of-squares";
    private static final String WAITS = "download";

    /** What a history is made to show. */
    private enum Mood {
        /** Nothing goes wrong but tasks: everything runs exactly as often as it must. */
        CALM,

        /** Nothing goes wrong but one task, which takes its workers down. */
        DEADLY,

        /** Nothing goes wrong but tasks, and coordinators that die and are started again. */
        RESTARTS,

        FAULTY
    }

    private final SplittableRandom random;
    private final Simulation simulation;
    private final Faults faults;
    private final Mood mood;
    private final long healsAt;
    private final List<SimulatedJob> jobs = new ArrayList<>();

    private History(long seed, Trace trace) {
        this.random = new SplittableRandom(seed);
        this.mood =
                pick(
                        List.of(
                                Mood.CALM,
                                Mood.DEADLY,
                                Mood.RESTARTS,
                                Mood.FAULTY,
                                Mood.FAULTY,
                                Mood.FAULTY));
        long inTime = 1_500 * MILLI;
        long rejoin = mood == Mood.FAULTY ? random.nextLong(3 * SECOND) : inTime;
        int maxBacklog = pick(List.of(5, 1_000));
        this.simulation =
                new Simulation(terms(), rejoin, maxBacklog, random.split(), busy(seed), trace);
        this.healsAt = (2 + random.nextInt(10)) * SECOND;
        this.faults = new Faults(simulation, random.split(), healsAt);
    }

    /** Histories of negative seeds are busy; those of others are what they always were. */
    private static Optional<SplittableRandom> busy(long seed) {
        return seed < 0 ? Optional.of(new SplittableRandom(~seed)) : Optional.empty();
    }

    /** Plays a history to its end; throws an AssertionError when a promise is broken. */
    static Simulation.Tally play(long seed, Trace trace) {
        return new History(seed, trace).play();
    }

    private Simulation.Tally play() {
        switch (mood) {
            case CALM, DEADLY -> {}
            case RESTARTS -> faults.planRestarts();
            case FAULTY -> faults.plan();
        }
        planWorkers();
        for (int number = 1 + random.nextInt(4); number > 0; number--) {
            plan(job(number));
        }
        simulation.busy.ifPresent(busy -> busy.clients().plan(jobs, mood == Mood.FAULTY, healsAt));
        simulation.time.at(healsAt, this::heal);
        simulation.runUntil(healsAt);
        boolean ended = simulation.runUntil(this::over, healsAt + bound());
        if (!ended) {
            throw new AssertionError("jobs do not end: " + unfinished());
        }
        Invariants invariants = simulation.coordinator().invariants();
        invariants.atEnd();
        simulation.busy.ifPresent(busy -> {
            simulation.runUntil(simulation.time.now() + 20 * SECOND);
            busy.clients().atEnd();
            simulation.coordinator().atEnd();
        });
        switch (mood) {
            case CALM -> jobs.forEach(invariants::afterCalm);
            case DEADLY -> jobs.forEach(invariants::afterKiller);
            case RESTARTS -> jobs.forEach(invariants::afterRestarts);
            case FAULTY -> {}
        }
        jobs.forEach(job -> simulation.tally.begun += job.beginnings);
        simulation.tally.late += simulation.coordinator().schedule().lateOutcomes();
        return simulation.tally;
    }

    private boolean onlyTasksFail() {
        return mood == Mood.CALM || mood == Mood.RESTARTS;
    }

    /** Some now and some later; sometimes many, of which few are left in the end. */
    private void planWorkers() {
        boolean crowd = mood == Mood.FAULTY && random.nextInt(8) == 0;
        int fewest = onlyTasksFail() ? 1 : 0;
        for (int i = crowd ? 8 : random.nextInt(fewest, 6); i > 0; i--) {
            long joinsAt = random.nextInt(2) * random.nextLong(healsAt / 2);
            boolean drains = crowd && i > 1;
            simulation.time.at(joinsAt, () -> join(drains));
        }
    }

    private void join(boolean drains) {
        SimulatedWorker.Build build = build();
        SimulatedLink.Weather fine = SimulatedLink.Weather.FINE;
        SimulatedWorker worker = simulation.join(build, build.leased() ? faults.weather() : fine);
        if (drains) {
            long drainsAt = healsAt / 2 + random.nextLong(healsAt / 2);
            simulation.time.at(drainsAt, () -> simulation.coordinator().drain(worker.id));
        }
    }

    /** Everything is well again, and in each pool is a worker that can run anything. */
    private void heal() {
        faults.heal();
        for (String pool : POOLS) {
            simulation.join(
                    build(pool, SlotOffer.any(1 + random.nextInt(3)), List.of(COMPUTES, WAITS)),
                    SimulatedLink.Weather.FINE);
        }
    }

    private boolean over() {
        Board board = simulation.coordinator().schedule().board();
        if (!jobs.stream().allMatch(this::ended) || !board.jobs.isEmpty() || board.paused()) {
            return false;
        }
        return simulation.workers.values().stream()
                        .allMatch(worker -> worker.gone() || worker.idle())
                && simulation.coordinator().invariants().settledDown();
    }

    private boolean ended(SimulatedJob job) {
        return simulation.store.end(job) != null;
    }

    private String unfinished() {
        StringBuilder text = new StringBuilder();
        for (SimulatedJob job : jobs) {
            text.append(job.terms.id()).append(ended(job) ? " over " : " waits for ");
            text.append(simulation.coordinator().schedule().waitingFor(job.terms.id()));
            text.append(", in flight ");
            text.append(simulation.coordinator().schedule().unsettled(job.terms.id()));
            text.append("; ");
        }
        return text.toString();
    }

    private long bound() {
        long work = 0;
        for (SimulatedJob job : jobs) {
            long hanging = job.habits.hanging() > 0 ? job.habits.stubborn() : 0;
            long once = job.habits.longest() + job.terms.taskTimeoutNanos() + hanging + 2 * SECOND;
            work += job.terms.tasks() * (job.terms.maxAttempts() + 1L) * once;
        }
        return work + 120 * SECOND;
    }

    private void plan(SimulatedJob job) {
        jobs.add(job);
        long acceptedAt = random.nextLong(healsAt);
        simulation.jobs.put(job.terms.id(), job);
        simulation.time.at(acceptedAt, () -> submit(job));
        if (mood == Mood.FAULTY && random.nextInt(4) == 0) {
            long cancelledAt = acceptedAt + random.nextLong(4 * SECOND);
            simulation.time.at(cancelledAt, () -> simulation.coordinator().cancel(job));
            if (random.nextInt(4) == 0) {
                simulation.time.at(cancelledAt + 1, () -> simulation.coordinator().cancel(job));
            }
        }
    }

    /** A client submits a job again, under the same key, until it hears that it is accepted. */
    private void submit(SimulatedJob job) {
        if (!job.accepted) {
            simulation.coordinator().accept(job);
            simulation.time.after(SECOND, () -> submit(job));
        }
    }

    private SimulatedWorker.Build build() {
        String pool = pick(POOLS);
        SlotOffer offer =
                random.nextBoolean()
                        ? SlotOffer.any(1 + random.nextInt(3))
                        : new SlotOffer(
                                random.nextInt(2), 1 + random.nextInt(2), random.nextInt(4));
        List<String> kinds = random.nextInt(5) == 0 ? List.of(COMPUTES) : List.of(COMPUTES, WAITS);
        return build(pool, offer, kinds);
    }

    private static SimulatedWorker.Build build(String pool, SlotOffer offer, List<String> kinds) {
        boolean leased = !pool.equals(IN_PROCESS);
        return new SimulatedWorker.Build(pool, offer, kinds, leased, pool.equals(CHILDREN));
    }

    private SimulatedJob job(int number) {
        boolean waits = random.nextInt(3) == 0;
        String pool = pick(POOLS);
        boolean deadly = mood == Mood.DEADLY ? number == 1 : random.nextInt(10) == 0;
        boolean kills = !onlyTasksFail() && deadly && !pool.equals(IN_PROCESS);
        SimulatedJob.Habits habits = habits(kills);
        boolean limited = random.nextInt(4) == 0;
        int keys = habits.keys();
        JobTerms terms =
                new JobTerms(
                        new JobId("j" + number),
                        waits ? WAITS : COMPUTES,
                        pool,
                        1 + random.nextInt(random.nextInt(3) == 0 ? 60 : 12),
                        1 + random.nextInt(6),
                        waits ? Demand.WAITING : Demand.COMPUTING,
                        random.nextInt(3) == 0 ? random.nextInt(-1, 2) : 0,
                        1 + random.nextInt(3),
                        habits.hanging() > 0 ? (1 + random.nextInt(2000)) * MILLI : 0,
                        limited ? 1 + random.nextInt(2) : 0,
                        limited ? task -> "host" + task % keys : _ -> "");
        return new SimulatedJob(terms, habits, random.nextLong());
    }

    private SimulatedJob.Habits habits(boolean kills) {
        long longest =
                pick(List.of(MILLI / 100, MILLI, 6 * MILLI, 30 * MILLI, 300 * MILLI, SECOND));
        long shortest = random.nextInt(3) == 0 ? MILLI / 100 : longest;
        double failing = pick(List.of(0.0, 0.0, 0.1, 0.5));
        boolean hangs = mood == Mood.FAULTY && random.nextInt(5) == 0;
        return new SimulatedJob.Habits(
                shortest,
                longest,
                failing,
                pick(List.of(0.0, 0.3)),
                hangs ? 0.2 : 0,
                pick(List.of(10 * MILLI, 4 * SECOND, 30 * SECOND)),
                kills ? 1 : 0,
                1 + random.nextInt(4));
    }

    private ScheduleTerms terms() {
        return new ScheduleTerms(
                Duration.ofSeconds(3),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofNanos(7_500_000),
                Duration.ofMillis(50),
                pick(List.of(4, 20, 1_024)),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                3,
                1_000,
                pick(List.of(1, 4, 1_000)));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
