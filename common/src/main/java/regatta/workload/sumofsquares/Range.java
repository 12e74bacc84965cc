package regatta.workload.sumofsquares;

/**
 * One task: the squares of {@code from} ≤ i &lt; {@code to}. The range is empty if {@code from} and
 * {@code to} are equal.
 *
 * @param from the first number of the range, at least 0
 * @param to the end of the range, which the range does not contain; at least {@code from}, at most
 *     {@link SumOfSquares#LARGEST_TARGET}
 */
public record Range(long from, long to) {
    public Range {
        if (from < 0 || to < from || to > SumOfSquares.LARGEST_TARGET) {
            throw new IllegalArgumentException("not a range: from " + from + " to " + to);
        }
    }

    /**
     * Splits 0 ≤ i &lt; {@code target} into {@code parts} ranges whose lengths differ by at most
     * one, and returns the range at {@code index}.
     */
    static Range part(long target, int parts, int index) {
        return new Range(start(target, parts, index), start(target, parts, index + 1));
    }

    private static long start(long target, int parts, int index) {
        return target / parts * index + Math.min(target % parts, index);
    }
}
