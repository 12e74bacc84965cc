package regatta.coordinator.api;

import java.util.Comparator;

/**
 * One way to run a job: where the workers of its pool live and how tasks run there.
 *
 * @param name the name of the mode and of the mode's pool
 * @param placement where the workers of the mode's pool live
 * @param style how tasks run side by side
 * @param maxSlots the largest number of slots that one job may hold
 * @param cpuShared whether the processor time of the mode's tasks is known only for all tasks
 *     together
 * @param dispatcher whether a Pekko dispatcher runs the mode's tasks; comparisons include a mode
 *     with a dispatcher only on request
 * @param description tells people in one sentence what the mode is
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

    /** Sorts modes. The modes that are simplest to run and to understand come first. */
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
