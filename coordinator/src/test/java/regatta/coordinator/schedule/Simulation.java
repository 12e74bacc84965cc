package regatta.coordinator.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
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

        void add(Tally other) {
            recalls += other.recalls;
            writeOffs += other.writeOffs;
            losses += other.losses;
            poisoned += other.poisoned;
            begun += other.begun;
            late += other.late;
        }
    }

    private static final long NOTICES_EXIT_WITHIN = 50_000_000;
    private static final long REPLACES_WITHIN = 500_000_000;

    final SimulatedTime time = new SimulatedTime();
    final Map<WorkerId, SimulatedWorker> workers = new LinkedHashMap<>();
    final Map<JobId, SimulatedJob> jobs = new LinkedHashMap<>();
    final Tally tally = new Tally();
    final Trace trace;
    final SimulatedCoordinator coordinator;
    private final SplittableRandom random;
    private int joined;

    Simulation(ScheduleTerms terms, SplittableRandom random, Trace trace) {
        this.random = random;
        this.trace = trace;
        this.coordinator = new SimulatedCoordinator(this, terms, random.split());
    }

    /** A worker starts, and says its first hello. */
    SimulatedWorker join(SimulatedWorker.Build build, SimulatedLink.Weather weather) {
        WorkerId id = new WorkerId("w" + joined++);
        SimulatedLink link = new SimulatedLink(time, random.split(), weather);
        SimulatedWorker worker = new SimulatedWorker(id, build, link, this);
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
        if (worker.build.child()) {
            time.after(random.nextLong(NOTICES_EXIT_WITHIN), () -> coordinator.exited(worker.id));
        }
        time.after(
                random.nextLong(REPLACES_WITHIN),
                () -> join(worker.build, SimulatedLink.Weather.FINE));
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
