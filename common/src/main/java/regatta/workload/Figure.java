package regatta.workload;

/**
 * A number by which runs of a job are compared.
 *
 * @param name the figure's name, such as {@code wall time}
 * @param unit the figure's unit, such as {@code s}
 * @param lessIsBetter whether the smaller of two values is the better value
 */
public record Figure(String name, String unit, boolean lessIsBetter) {
    /** The time from the start of the first attempt until the end of the last attempt. */
    public static final Figure WALL_TIME = new Figure("wall time", "s", true);
}
