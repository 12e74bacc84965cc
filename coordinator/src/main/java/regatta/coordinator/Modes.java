package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import regatta.coordinator.api.Mode;

/** The modes that the configuration has; immutable. */
final class Modes {
    private final List<Mode> all;

    Modes(List<Mode> all) {
        this.all = List.copyOf(all);
    }

    List<Mode> all() {
        return all;
    }

    Optional<Mode> find(String name) {
        return all.stream().filter(mode -> mode.name().equals(name)).findFirst();
    }

    /**
     * Returns whether the workers of a pool have leases, because the workers run outside the
     * coordinator's JVM.
     */
    boolean leased(String pool) {
        return find(pool).filter(mode -> mode.placement() != Mode.Placement.IN_PROCESS).isPresent();
    }

    /** Returns where the workers of a pool live; empty if the mode no longer exists. */
    Optional<Mode.Placement> placement(String pool) {
        return find(pool).map(Mode::placement);
    }

    /** Returns whether the processor time of a mode's tasks is known only for the whole pool. */
    boolean cpuShared(String name) {
        return find(name).filter(Mode::cpuShared).isPresent();
    }

    /** Returns the first mode with this placement; empty if no mode has this placement. */
    Optional<Mode> placedIn(Mode.Placement placement) {
        Predicate<Mode> there = mode -> mode.placement() == placement;
        return all.stream().filter(there).findFirst();
    }
}
