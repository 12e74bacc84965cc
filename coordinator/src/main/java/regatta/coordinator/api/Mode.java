package regatta.coordinator.api;

/**
 * One way of running a job: where the workers of its pool live and how tasks run there.
 *
 * @param name the mode's and its pool's name
 * @param placement where its workers live
 * @param maxSlots the most slots one job may hold; for {@code batch} 1
 * @param cpuShared whether the JVM tells the processor time of its tasks only for all of them
 *     together
 * @param description one sentence for people
 */
public record Mode(
        String name, Placement placement, int maxSlots, boolean cpuShared, String description) {
    /** Where the workers of a mode's pool live. */
    public enum Placement {
        IN_PROCESS,
        LOCAL_PROCESSES,
        NODES
    }
}
