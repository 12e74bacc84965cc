package regatta.coordinator.api;

import java.util.Comparator;

/**
 * One way of running a job: where the workers of its pool live and how tasks run there.
 *
 * @param name the mode's and its pool's name
 * @param placement where its workers live
 * @param style how tasks run side by side
 * @param maxSlots the most slots one job may hold
 * @param cpuShared whether the processor time of its tasks is known only for all of them together
 * @param dispatcher whether a Pekko dispatcher runs its tasks; comparisons include such a mode only
 *     on request
 * @param description one sentence for people
 */
public record Mode(
        String name,
        Placement placement,
        Style style,
        int maxSlots,
        boolean cpuShared,
        boolean dispatcher,
        String description) {
    /** Makes a mode without a dispatcher. */
    public Mode(
            String name,
            Placement placement,
            Style style,
            int maxSlots,
            boolean cpuShared,
            String description) {
        this(name, placement, style, maxSlots, cpuShared, false, description);
    }

    /** Sorts modes: those that are simplest to run and to understand come first. */
    public static final Comparator<Mode> SIMPLEST_FIRST =
            Comparator.comparing(Mode::placement).thenComparing(Mode::style);

    /** Where the workers of a mode's pool live; the simplest place comes first. */
    public enum Placement {
        IN_PROCESS,
        LOCAL_PROCESSES,
        NODES
    }

    /** How tasks run side by side in the slots of a worker; the simplest way comes first. */
    public enum Style {
        /** The mode has one slot, so tasks run one after the other. */
        SEQUENTIAL,
        /** Each slot has a platform thread. */
        THREADS,
        /** Each slot has a virtual thread. */
        VIRTUAL_THREADS,
        /** Slots share the threads of a fork-join pool. */
        FORK_JOIN,
        /** All slots share one thread. */
        EVENT_LOOP
    }
}
