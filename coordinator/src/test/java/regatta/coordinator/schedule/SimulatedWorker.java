package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/**
 * A worker that behaves as the protocol says: says hello every second, reports what happened and
 * sends each report again until it is acknowledged.
 */
final class SimulatedWorker {
    /**
     * What kind of worker it is.
     *
     * @param leased whether its silence means that it is lost
     * @param child whether the coordinator sees at once when it exits, and replaces it
     */
    record Build(String pool, SlotOffer offer, List<String> kinds, boolean leased, boolean child) {}

    private static final long HELLO_EVERY = 1_000_000_000;
    private static final long REPORTS_WITHIN = 100_000;
    private static final long DRAINS_WITHIN = 20_000_000_000L;

    final WorkerId id;
    final Build build;
    final SimulatedLink link;
    private final Simulation simulation;
    private final SimulatedTime time;
    private final SimulatedSlot[] slots;
    private final SimulatedOutbox outbox = new SimulatedOutbox();
    private boolean reporting;
    private final @Nullable SimulatedCoordinator owner;
    private long epoch;
    private long lastRun;
    private boolean draining;
    private boolean gone;
    private final Standstill standstill;

    /**
     * Makes a worker that has said nothing yet.
     *
     * @param owner the coordinator in whose JVM, or as whose child, it lives; null for a node
     */
    SimulatedWorker(
            WorkerId id,
            Build build,
            SimulatedLink link,
            @Nullable SimulatedCoordinator owner,
            Simulation simulation) {
        this.id = id;
        this.build = build;
        this.link = link;
        this.owner = owner;
        this.simulation = simulation;
        this.time = simulation.time;
        this.standstill = new Standstill(time);
        this.slots = new SimulatedSlot[build.offer().total()];
        Arrays.setAll(slots, _ -> new SimulatedSlot(this, time));
    }

    /** The coordinator that it lives and dies with; null for a node. */
    @Nullable SimulatedCoordinator owner() {
        return owner;
    }

    boolean gone() {
        return gone;
    }

    /** Whether it has obeyed a coordinator of this epoch, or a later one. */
    boolean heard(long of) {
        return epoch >= of;
    }

    boolean draining() {
        return draining;
    }

    boolean idle() {
        return outbox.isEmpty() && Arrays.stream(slots).allMatch(SimulatedSlot::isEmpty);
    }

    /** Does something now, or when it thaws, or never if it is gone by then. */
    void act(Runnable what) {
        standstill.act(() -> {
            if (!gone) {
                what.run();
            }
        });
    }

    void after(long nanos, Runnable what) {
        time.after(nanos, () -> act(what));
    }

    void freeze(long nanos) {
        standstill.freeze(nanos);
    }

    /** Its JVM ends, with everything in it. */
    void crash() {
        if (!gone) {
            end();
            simulation.crashed(this);
        }
    }

    /** It dies with the coordinator that it belongs to. */
    void end() {
        gone = true;
        for (SimulatedSlot slot : slots) {
            slot.stop();
        }
    }

    // What it is told.

    /** Obeys the coordinator of the newest epoch that it heard of. */
    void obey(long of, SimulatedCoordinator.Telling command) {
        if (of < epoch) {
            simulation.tally.fenced++;
            return;
        }
        if (of > epoch) {
            epoch = of;
            lastRun = 0;
            send(0);
            sayHello();
        }
        command.tell(this);
    }

    void run(long sequence, SimulatedJob job, List<Decision.Assignment> attempts) {
        if (sequence < lastRun) {
            return;
        }
        lastRun = sequence;
        for (Decision.Assignment one : attempts) {
            SimulatedSlot.Held held = new SimulatedSlot.Held(job, one, epoch, time.now());
            if (draining) {
                returned(held);
            } else {
                slots[one.slot()].enqueue(held);
            }
        }
    }

    void recall(SimulatedJob job, int slot, int count) {
        slots[slot].recall(job, count);
    }

    void cancel(SimulatedJob job, List<TaskAttempt> attempts) {
        for (TaskAttempt attempt : attempts) {
            for (SimulatedSlot slot : slots) {
                slot.cancel(job, attempt);
            }
        }
    }

    void acknowledge(long report) {
        outbox.acknowledge(report).forEach(held -> slots[held.slot].confirm(held));
    }

    void drain() {
        if (!draining) {
            draining = true;
            for (SimulatedSlot slot : slots) {
                slot.returnAll();
            }
            after(DRAINS_WITHIN, this::leave);
        }
    }

    // What it tells.

    void started(SimulatedSlot.Held held) {
        outbox.started(held);
        reportSoon();
    }

    void returned(SimulatedSlot.Held held) {
        outbox.returned(held);
        reportSoon();
    }

    void ended(SimulatedSlot.Held held, Outcome outcome, Timings timings) {
        outbox.ended(held, outcome, timings);
        reportSoon();
    }

    void hello() {
        if (draining && idle()) {
            leave();
            return;
        }
        sayHello();
        send(0);
        after(HELLO_EVERY, this::hello);
    }

    private void sayHello() {
        Map<JobId, List<HeldAttempts.Held>> held = new LinkedHashMap<>();
        for (SimulatedSlot slot : slots) {
            slot.tell();
        }
        for (SimulatedSlot slot : slots) {
            slot.held((one, state) -> add(held, one, state));
        }
        outbox.held((one, state) -> add(held, one, state));
        List<HeldAttempts> all = new ArrayList<>();
        held.forEach((job, attempts) -> all.add(new HeldAttempts(job, attempts)));
        long welcomedBy = epoch;
        long ran = lastRun;
        long next = outbox.nextReport();
        boolean drains = draining;
        tell(to -> to.hello(join(to.epoch() == welcomedBy, ran, next, all, drains)));
    }

    private WorkerJoin join(
            boolean welcomed, long ran, long nextReport, List<HeldAttempts> held, boolean drains) {
        return new WorkerJoin(
                id,
                build.pool(),
                build.offer(),
                "simulated",
                build.kinds(),
                build.leased(),
                welcomed,
                0,
                welcomed ? ran : 0,
                nextReport,
                held,
                true,
                drains);
    }

    private static void add(
            Map<JobId, List<HeldAttempts.Held>> to,
            SimulatedSlot.Held one,
            HeldAttempts.State state) {
        to.computeIfAbsent(one.job.terms.id(), _ -> new ArrayList<>())
                .add(new HeldAttempts.Held(one.slot, one.name.task(), one.name.attempt(), state));
    }

    private void reportSoon() {
        if (!reporting) {
            reporting = true;
            after(
                    REPORTS_WITHIN,
                    () -> {
                        reporting = false;
                        send(outbox.close());
                    });
        }
    }

    private void send(long from) {
        outbox.send(
                from,
                (sequence, jobs) -> tell(coordinator -> coordinator.report(id, sequence, jobs)));
    }

    private void tell(Consumer<SimulatedCoordinator> event) {
        link.toCoordinator(() -> simulation.deliver(this, event));
    }

    private void leave() {
        end();
        tell(coordinator -> coordinator.left(id));
    }
}
