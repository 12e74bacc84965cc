package regatta.coordinator.schedule;

import static regatta.coordinator.schedule.Invariants.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;
import regatta.workload.Demand;
import regatta.workload.FailureSide;

/**
 * A random history of jobs that share two hosts, on nodes of which one is always well. Hosts go
 * away for a while, take only so many requests a second, or refuse every tenth; other nodes are
 * sick for a while, are cut off, or crash. Each task has one attempt that may fail, so a task that
 * pays for what it shares fails for good. All of a history follows from its seed.
 */
final class SharedCausesHistory {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final String KIND = "download";

    /**
     * How often a host may be asked in vain: by all slots once, a few times until five refusals in
     * a row show that the host is overloaded, and by trials.
     */
    private static final int MOST_IN_VAIN = 80;

    /** How often a host may refuse until its rate is found, and then beside what it takes. */
    private static final int MOST_REFUSED_AT_FIRST = 20;

    private static final int TAKEN_FOR_ONE_REFUSED = 5;

    /** The coordinator knows of a refusal so soon after it. */
    private static final long HEARD_WITHIN = 10 * MILLI;

    private static final ScheduleTerms TERMS =
            new ScheduleTerms(
                    Duration.ofSeconds(3),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(8),
                    Duration.ofMillis(50),
                    4,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    3,
                    1_000,
                    1_000);

    /** A way in which a host refuses requests. */
    private enum Manner {
        AWAY,

        /** Takes only so many requests a second. */
        BUSY,

        /** Refuses every tenth request, at any rate, so that there is nothing to wait for. */
        FLAKY
    }

    /** One host: away for a while, slow to take more, or a little unreliable. */
    private static final class Host {
        private final Manner manner;
        private final FailureSide silence;
        private final long awayFrom;
        private final long awayUntil;
        private final double perSecond;
        private final boolean asksForPauses;
        private final SplittableRandom pauses;
        private double tokens = 5;
        private long at;
        private int requests;
        private int inVain;
        private int taken;
        private int refused;
        private long leftAloneFrom;
        private long leftAloneUntil;

        Host(SplittableRandom random, long healsAt) {
            manner =
                    switch (random.nextInt(3)) {
                        case 0 -> Manner.AWAY;
                        case 1 -> Manner.BUSY;
                        default -> Manner.FLAKY;
                    };
            silence = random.nextBoolean() ? FailureSide.ORIGIN : FailureSide.LINK;
            awayFrom = random.nextLong(healsAt);
            awayUntil = Math.min(healsAt, awayFrom + random.nextLong(15 * SECOND));
            perSecond = 3 + random.nextInt(10);
            asksForPauses = random.nextBoolean();
            pauses = random.split();
        }

        /**
         * Answers a request; empty if the host takes it. The coordinator hears of a refusal if the
         * node is well.
         */
        Optional<Outcome> meets(boolean well, long now) {
            requests++;
            boolean early = now > leftAloneFrom && now < leftAloneUntil;
            check(!early, () -> "asked " + (leftAloneUntil - now) + " ns before its time");
            return switch (manner) {
                case AWAY -> now >= awayFrom && now < awayUntil ? away() : Optional.empty();
                case BUSY -> busy(well, now);
                case FLAKY -> requests % 10 == 0 ? failed(FailureSide.ORIGIN, 0) : Optional.empty();
            };
        }

        private Optional<Outcome> away() {
            inVain++;
            return failed(silence, 0);
        }

        private Optional<Outcome> busy(boolean well, long now) {
            tokens = Math.min(5, tokens + perSecond * (now - at) / SECOND);
            at = now;
            if (tokens >= 1) {
                tokens--;
                taken++;
                return Optional.empty();
            }
            refused++;
            long pause = asksForPauses ? SECOND / 2 + pauses.nextLong(3 * SECOND) : 0;
            if (well && pause > 0) {
                leftAloneFrom = now + HEARD_WITHIN;
                leftAloneUntil = Math.max(leftAloneUntil, now + pause);
            }
            return failed(FailureSide.ORIGIN, pause);
        }

        void checkAtEnd() {
            check(inVain <= MOST_IN_VAIN, () -> inVain + " requests in vain");
            int most = MOST_REFUSED_AT_FIRST + taken / TAKEN_FOR_ONE_REFUSED;
            check(refused <= most, () -> refused + " refused and " + taken + " taken");
        }
    }

    /** When a node cannot do its part, and how that shows. */
    private record Sickness(FailureSide side, long from, long until) {
        boolean at(long now) {
            return now >= from && now < until;
        }
    }

    private record Tried(JobId job, int task, WorkerId worker) {}

    private final SplittableRandom random;
    private final Simulation simulation;
    private final long healsAt;
    private final List<Host> hosts = new ArrayList<>();
    private final List<SimulatedJob> jobs = new ArrayList<>();
    private final Map<WorkerId, Sickness> sick = new HashMap<>();
    private final Set<Tried> failedThere = new HashSet<>();
    private final WorkerId well;

    private SharedCausesHistory(long seed, Trace trace) {
        random = new SplittableRandom(seed);
        simulation = new Simulation(TERMS, SECOND, 1_000, random.split(), trace);
        healsAt = (10 + random.nextInt(20)) * SECOND;
        hosts.add(new Host(random, healsAt));
        hosts.add(new Host(random, healsAt));
        well = join(1 + random.nextInt(3)).id;
    }

    /** Plays a history to its end; throws an AssertionError when a promise is broken. */
    static Simulation.Tally play(long seed, Trace trace) {
        return new SharedCausesHistory(seed, trace).play();
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
        for (int number = 1 + random.nextInt(3); number > 0; number--) {
            plan(job(number));
        }
        watchFlaky(jobs.getFirst(), 2, hosts.get(0));
        watchFlaky(jobs.getFirst(), 1, hosts.get(1));
        for (int nodes = random.nextInt(3); nodes > 0; nodes--) {
            planNode();
        }
        simulation.time.at(healsAt, this::heal);
        simulation.runUntil(healsAt);
        boolean ended = simulation.runUntil(this::over, healsAt + 120 * SECOND);
        check(ended, () -> "does not end: " + waitingFor());
        simulation.coordinator().invariants().atEnd();
        jobs.forEach(this::allSucceeded);
        hosts.forEach(Host::checkAtEnd);
        return simulation.tally;
    }

    private SimulatedJob job(int number) {
        int tasks = 1 + random.nextInt(40);
        int kept = random.nextInt(2);
        JobTerms terms =
                new JobTerms(
                        new JobId("j" + number),
                        KIND,
                        History.NODES,
                        tasks,
                        1 + random.nextInt(6),
                        Demand.WAITING,
                        0,
                        1,
                        0,
                        random.nextInt(3),
                        task -> "host" + hostOf(task, kept));
        long longest = 10 * MILLI + random.nextLong(500 * MILLI);
        SimulatedJob.Habits habits =
                new SimulatedJob.Habits(longest / 2, longest, 0, 0, 0, 0, 0, 2);
        SimulatedJob job = new SimulatedJob(terms, habits, random.nextLong());
        job.shared = (worker, task, now) -> meets(terms.id(), task, kept, worker, now);
        return job;
    }

    private static int hostOf(int task, int kept) {
        return task % 3 == 0 ? kept : task % 2;
    }

    private Optional<Outcome> meets(JobId job, int task, int kept, WorkerId worker, long now) {
        Sickness sickness = sick.get(worker);
        if (sickness != null && sickness.at(now)) {
            boolean first = failedThere.add(new Tried(job, task, worker));
            check(first, () -> "task " + task + " of " + job + " went back to " + worker);
            return failed(sickness.side, 0);
        }
        return hosts.get(hostOf(task, kept)).meets(worker.equals(well), now);
    }

    private static Optional<Outcome> failed(FailureSide side, long pause) {
        return Optional.of(new Outcome.Failed(new Failure("status", "no", true, side, pause)));
    }

    private void plan(SimulatedJob job) {
        jobs.add(job);
        simulation.jobs.put(job.terms.id(), job);
        simulation.time.at(random.nextLong(healsAt), () -> simulation.coordinator().accept(job));
    }

    /** Looks again and again whether a host that does its part gets all tasks at once. */
    private void watchFlaky(SimulatedJob job, int task, Host host) {
        if (host.manner == Manner.FLAKY) {
            long now = simulation.time.now();
            boolean open =
                    simulation.coordinator().schedule().board().hosts.admits(job.terms, task, now);
            check(open, () -> "held back: host of task " + task + " of " + job.terms.id());
            simulation.time.at(now + 100 * MILLI, () -> watchFlaky(job, task, host));
        }
    }

    private void planNode() {
        long joinsAt = random.nextLong(healsAt);
        int slots = 1 + random.nextInt(4);
        int trouble = random.nextInt(4);
        long from = joinsAt + random.nextLong(4 * SECOND);
        long until = from + random.nextLong(12 * SECOND);
        simulation.time.at(
                joinsAt,
                () -> {
                    SimulatedWorker node = join(slots);
                    switch (trouble) {
                        case 0 -> sick.put(node.id, new Sickness(FailureSide.NODE, 0, until));
                        case 1 -> sick.put(node.id, new Sickness(FailureSide.NODE, from, until));
                        case 2 -> {
                            simulation.time.at(from, () -> node.link.cut(true, true));
                            simulation.time.at(until, node.link::heal);
                        }
                        default -> simulation.time.at(from, node::crash);
                    }
                });
    }

    private SimulatedWorker join(int slots) {
        return simulation.join(
                new SimulatedWorker.Build(
                        History.NODES, SlotOffer.any(slots), List.of(KIND), true, false),
                SimulatedLink.Weather.FINE);
    }

    private void heal() {
        sick.clear();
        simulation.workers.values().forEach(node -> node.link.heal());
    }

    private boolean over() {
        return jobs.stream().allMatch(job -> simulation.store.end(job) != null)
                && simulation.coordinator().schedule().board().jobs.isEmpty()
                && simulation.workers.values().stream()
                        .allMatch(worker -> worker.gone() || worker.idle())
                && simulation.coordinator().invariants().settledDown();
    }

    private void allSucceeded(SimulatedJob job) {
        SimulatedStore.Kept kept =
                Objects.requireNonNull(simulation.store.find(job), () -> "lost: " + job.terms.id());
        kept.settled
                .values()
                .forEach(one ->
                        check(
                                one.outcome() instanceof Outcome.Succeeded,
                                () -> "a task of " + job.terms.id() + " paid: " + one));
    }

    private String waitingFor() {
        StringBuilder text = new StringBuilder("with " + well + " well: ");
        for (SimulatedJob job : jobs) {
            Schedule schedule = simulation.coordinator().schedule();
            text.append(job.terms.id()).append(' ').append(schedule.waitingFor(job.terms.id()));
            text.append(schedule.unsettled(job.terms.id())).append("; ");
        }
        return text.toString();
    }
}
