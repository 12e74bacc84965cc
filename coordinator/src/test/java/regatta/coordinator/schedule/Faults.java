package regatta.coordinator.schedule;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a history, until a moment from which on nothing does. */
final class Faults {
    private enum Kind {
        CUT,
        ONE_WAY_CUT,
        CRASH,
        FREEZE,
        DRAIN,
        STORM,
        COORDINATOR_FREEZES,
        COORDINATOR_DIES,
        COORDINATOR_IS_REPLACED
    }

    private static final long SECOND = 1_000_000_000;

    private final Simulation simulation;
    private final SplittableRandom random;
    private final long until;
    private SimulatedLink.Weather weather = SimulatedLink.Weather.FINE;

    Faults(Simulation simulation, SplittableRandom random, long until) {
        this.simulation = simulation;
        this.random = random;
        this.until = until;
    }

    /** The weather of links that are made now. */
    SimulatedLink.Weather weather() {
        return weather;
    }

    void plan() {
        if (random.nextInt(3) == 0) {
            weather = badWeather();
        }
        List<Kind> kinds = List.of(Kind.values());
        for (int i = random.nextInt(8); i > 0; i--) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            simulation.time.at(random.nextLong(until), () -> happen(kind));
        }
    }

    /** Nothing goes wrong but that the coordinator dies, now and then. */
    void planRestarts() {
        weather = SimulatedLink.Weather.FAR;
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            simulation.time.at(random.nextLong(until), () -> happen(Kind.COORDINATOR_DIES));
        }
    }

    void heal() {
        simulation.heal();
        weather = SimulatedLink.Weather.FINE;
        for (SimulatedWorker worker : simulation.workers.values()) {
            worker.link.heal();
            worker.link.become(weather);
        }
    }

    private void happen(Kind kind) {
        simulation.trace.add(simulation.time, () -> "fault: " + kind);
        SimulatedCoordinator coordinator = simulation.coordinator();
        switch (kind) {
            case COORDINATOR_FREEZES -> coordinator.freeze(duration());
            case COORDINATOR_DIES -> {
                if (random.nextBoolean()) {
                    simulation.restart(duration());
                } else {
                    simulation.restartAtNextSettlement(duration());
                }
            }
            case COORDINATOR_IS_REPLACED -> simulation.takeOver();
            case CUT, ONE_WAY_CUT, CRASH, FREEZE, DRAIN, STORM -> {
                SimulatedWorker worker = someWorker();
                if (worker != null) {
                    happen(kind, worker);
                }
            }
        }
    }

    private void happen(Kind kind, SimulatedWorker worker) {
        simulation.trace.add(simulation.time, () -> "at " + worker.id);
        switch (kind) {
            case CUT -> cut(worker, true, true);
            case ONE_WAY_CUT -> {
                boolean commands = random.nextBoolean();
                cut(worker, commands, !commands);
            }
            case CRASH -> worker.crash();
            case FREEZE -> worker.freeze(duration());
            case DRAIN -> simulation.coordinator().drain(worker.id);
            case STORM -> worker.link.become(badWeather());
            case COORDINATOR_FREEZES, COORDINATOR_DIES, COORDINATOR_IS_REPLACED -> {}
        }
    }

    private void cut(SimulatedWorker worker, boolean commands, boolean events) {
        worker.link.cut(commands, events);
        simulation.time.after(duration(), worker.link::heal);
    }

    private SimulatedLink.Weather badWeather() {
        return new SimulatedLink.Weather(
                1_000_000, random.nextLong(200_000_000), 0.1, random.nextInt(2) * 0.1);
    }

    /** Now and then longer than a lease. */
    private long duration() {
        return random.nextLong(random.nextBoolean() ? SECOND : 8 * SECOND);
    }

    private @Nullable SimulatedWorker someWorker() {
        List<SimulatedWorker> alive =
                simulation.workers.values().stream()
                        .filter(worker -> worker.build.leased() && !worker.gone())
                        .toList();
        return alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
    }
}
