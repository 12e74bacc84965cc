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

    /** Whether a worker of this pool may be lost without its JVM being the coordinator's own. */
    boolean leased(String pool) {
        return find(pool).filter(mode -> mode.placement() != Mode.Placement.IN_PROCESS).isPresent();
    }

    /** Where the workers of a pool live; empty when there is no such mode any more. */
    Optional<Mode.Placement> placement(String pool) {
        return find(pool).map(Mode::placement);
    }

    /** Whether the processor time of its tasks is only known for the whole pool. */
    boolean cpuShared(String name) {
        return find(name).filter(Mode::cpuShared).isPresent();
    }

    /** The first mode with a placement, if there is one. */
    Optional<Mode> placedIn(Mode.Placement placement) {
        Predicate<Mode> there = mode -> mode.placement() == placement;
        return all.stream().filter(there).findFirst();
    }
}
