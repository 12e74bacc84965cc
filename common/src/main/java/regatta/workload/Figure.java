package regatta.workload;

/**
 * A number that runs of a job are compared by.
 *
 * @param name such as {@code wall time}
 * @param unit such as {@code s}
 * @param lessIsBetter whether the smaller of two is the better
 */
public record Figure(String name, String unit, boolean lessIsBetter) {
    /** From the first attempt that begins until the last one ends. */
    public static final Figure WALL_TIME = new Figure("wall time", "s", true);
}
