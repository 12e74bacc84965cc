package regatta.coordinator.schedule;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/**
 * A cluster in virtual time: one coordinator around a {@link Schedule}, model workers, and links
 * between them. Whoever makes it says what happens; equal seeds give equal histories.
 */
final class Simulation {
    /** How often things happened that a history is there for. */
    static final class Tally {
        long recalls;
        long writeOffs;
        long losses;
        long poisoned;
        long begun;
        long late;
        long restarts;
        long takeovers;
        long fenced;

        void add(Tally other) {
            recalls += other.recalls;
            writeOffs += other.writeOffs;
            losses += other.losses;
            poisoned += other.poisoned;
            begun += other.begun;
            late += other.late;
            restarts += other.restarts;
            takeovers += other.takeovers;
            fenced += other.fenced;
        }
    }

    private static final long NOTICES_EXIT_WITHIN = 50_000_000;
    private static final long REPLACES_WITHIN = 500_000_000;
    private static final long DIES_WITHIN = 30_000_000;
    private static final long OLD_COMMANDS_WITHIN = 500_000_000;

    final SimulatedTime time = new SimulatedTime();
    final Map<WorkerId, SimulatedWorker> workers = new LinkedHashMap<>();
    final Map<JobId, SimulatedJob> jobs = new LinkedHashMap<>();
    final Tally tally = new Tally();
    final Trace trace;
    final SimulatedStore store;

    /** What a busy history has beside; empty in others. */
    final Optional<Busy> busy;

    /** How long a coordinator waits for the nodes of an earlier one, in nanoseconds. */
    final long rejoin;

    /** With so many settlements not yet kept, dispatch pauses. */
    final int maxBacklog;

    int restarts;
    private long diesFor = -1;
    private final ScheduleTerms terms;
    private final SplittableRandom random;
    private final Set<SimulatedCoordinator> replaced = new LinkedHashSet<>();
    private SimulatedCoordinator coordinator;
    private int joined;

    Simulation(
            ScheduleTerms terms,
            long rejoin,
            int maxBacklog,
            SplittableRandom random,
            Trace trace) {
        this(terms, rejoin, maxBacklog, random, Optional.empty(), trace);
    }

    Simulation(
            ScheduleTerms terms,
            long rejoin,
            int maxBacklog,
            SplittableRandom random,
            Optional<SplittableRandom> busy,
            Trace trace) {
        this.terms = terms;
        this.rejoin = rejoin;
        this.maxBacklog = maxBacklog;
        this.random = random;
        this.trace = trace;
        this.store = new SimulatedStore(time, random.split());
        this.busy = busy.map(own -> new Busy(this, own));
        this.coordinator = new SimulatedCoordinator(this, terms, random.split());
    }

    /** The coordinator of the newest epoch, be it dead or alive. */
    SimulatedCoordinator coordinator() {
        return coordinator;
    }

    /** The coordinator dies, and is started again after a while. */
    void restart(long after) {
        if (!coordinator.dead()) {
            tally.restarts++;
            restarts++;
            SimulatedCoordinator old = coordinator;
            ended(old);
            workers.values().forEach(worker -> worker.link.breakOff());
            time.after(
                    after,
                    () -> {
                        if (coordinator == old) {
                            start(builds(old));
                        }
                    });
        }
    }

    /** The coordinator dies when it next has something to keep, before or after it is kept. */
    void restartAtNextSettlement(long after) {
        diesFor = after;
    }

    /** A coordinator has something to keep. */
    void settles() {
        long after = diesFor;
        if (after >= 0) {
            diesFor = -1;
            time.after(random.nextLong(DIES_WITHIN), () -> restart(after));
        }
    }

    /** Another coordinator takes over while this one goes on. */
    void takeOver() {
        if (!coordinator.dead()) {
            tally.takeovers++;
            SimulatedCoordinator old = coordinator;
            replaced.add(old);
            start(builds(old));
        }
    }

    /** Everything is well again: the coordinator is up, and no other is. */
    void heal() {
        diesFor = -1;
        List.copyOf(replaced).forEach(this::ended);
        if (coordinator.dead()) {
            start(builds(coordinator));
        }
    }

    /** A coordinator is gone, and with it the workers in its JVM and its children. */
    void ended(SimulatedCoordinator old) {
        trace.add(time, () -> "the coordinator of epoch " + old.epoch() + " is gone");
        old.die();
        replaced.remove(old);
        tally.late += old.schedule().lateOutcomes();
        for (SimulatedWorker worker : workers.values()) {
            if (worker.owner() == old && !worker.gone()) {
                worker.end();
            }
        }
    }

    private List<SimulatedWorker.Build> builds(SimulatedCoordinator old) {
        return workers.values().stream()
                .filter(worker -> worker.owner() == old && !worker.draining())
                .map(worker -> worker.build)
                .distinct()
                .toList();
    }

    private void start(List<SimulatedWorker.Build> own) {
        coordinator = new SimulatedCoordinator(this, terms, random.split());
        long epoch = coordinator.epoch();
        trace.add(time, () -> "the coordinator of epoch " + epoch + " starts");
        jobs.values().forEach(coordinator.invariants()::recovered);
        own.forEach(build -> join(build, SimulatedLink.Weather.FINE));
    }

    /** What a worker says comes to the coordinator, and perhaps to one that it replaced, too. */
    void deliver(SimulatedWorker worker, Consumer<SimulatedCoordinator> event) {
        SimulatedCoordinator owner = worker.owner();
        if (owner != null) {
            event.accept(owner);
            return;
        }
        event.accept(coordinator);
        for (SimulatedCoordinator old : List.copyOf(replaced)) {
            if (random.nextBoolean()) {
                event.accept(old);
            }
        }
    }

    /** What a coordinator says comes in order; what one that was replaced says, at any time. */
    void send(
            SimulatedCoordinator from,
            SimulatedWorker worker,
            SimulatedCoordinator.Telling command) {
        long epoch = from.epoch();
        Runnable delivery = () -> worker.act(() -> worker.obey(epoch, command));
        if (from == coordinator) {
            worker.link.toWorker(delivery);
        } else {
            time.after(random.nextLong(OLD_COMMANDS_WITHIN), delivery);
        }
    }

    /** A worker starts, and says its first hello. */
    SimulatedWorker join(SimulatedWorker.Build build, SimulatedLink.Weather weather) {
        WorkerId id = new WorkerId("w" + joined++);
        SimulatedLink link = new SimulatedLink(time, random.split(), weather);
        boolean node = build.leased() && !build.child();
        SimulatedCoordinator owner = node ? null : coordinator;
        SimulatedWorker worker = new SimulatedWorker(id, build, link, owner, this);
        workers.put(id, worker);
        trace.add(time, () -> id + " joins: " + build);
        worker.hello();
        return worker;
    }

    SimulatedJob job(JobId id) {
        return Objects.requireNonNull(jobs.get(id));
    }

    /** A worker's JVM ended by itself; another is started. */
    void crashed(SimulatedWorker worker) {
        trace.add(time, () -> worker.id + " crashes");
        SimulatedCoordinator owner = worker.owner();
        if (owner != null && worker.build.child()) {
            time.after(random.nextLong(NOTICES_EXIT_WITHIN), () -> owner.exited(worker.id));
        }
        time.after(
                random.nextLong(REPLACES_WITHIN),
                () -> {
                    // A coordinator that starts meanwhile starts its own.
                    if (owner == null || owner == coordinator) {
                        join(worker.build, SimulatedLink.Weather.FINE);
                    }
                });
    }

    /** A child process with a slot that is written off is replaced as a whole. */
    void writtenOff(WorkerId id) {
        SimulatedWorker worker = workers.get(id);
        if (worker != null && worker.build.child()) {
            worker.crash();
        }
    }

    /** Lets time pass until something is so; returns whether it came to be before a moment. */
    boolean runUntil(BooleanSupplier done, long atMost) {
        while (!done.getAsBoolean()) {
            if (time.now() > atMost || !time.step()) {
                return false;
            }
        }
        return true;
    }

    void runUntil(long moment) {
        runUntil(() -> time.now() >= moment, moment);
    }
}
