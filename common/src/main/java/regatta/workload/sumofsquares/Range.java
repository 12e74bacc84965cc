package regatta.workload.sumofsquares;

/**
 * One task: the squares of {@code from} ≤ i &lt; {@code to}; empty when both are equal.
 *
 * @param from at least 0
 * @param to at least {@code from}, at most {@link SumOfSquares.LARGEST_TARGET}
 */
public record Range(long from, long to) {
    public Range {
        if (from < 0 || to < from || to > SumOfSquares.LARGEST_TARGET) {
            throw new IllegalArgumentException("no range: from " + from + " to " + to);
        }
    }

    /**
     * The part of 0 ≤ i &lt; {@code target} at an index, when its parts differ by one i at most.
     */
    static Range part(long target, int parts, int index) {
        return new Range(start(target, parts, index), start(target, parts, index + 1));
    }

    private static long start(long target, int parts, int index) {
        return target / parts * index + Math.min(target % parts, index);
    }
}
