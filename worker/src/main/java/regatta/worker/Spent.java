package regatta.worker;

/**
 * How long a running attempt was on a processor, and how long the attempt waited for a processor.
 *
 * @param cpuNanos how long the attempt was on a processor; −1 if not known
 * @param readyNanos how long the attempt was ready to run but got no core; −1 if not known
 * @param turns how often the attempt's thread got a core; 0 if not known
 */
record Spent(long cpuNanos, long readyNanos, long turns) {
    static final Spent UNKNOWN = new Spent(-1, -1, 0);

    /**
     * Limits the two times so that their sum is at most {@code ranNanos}, the time for which the
     * attempt ran.
     */
    Spent within(long ranNanos) {
        long cpu = Math.min(cpuNanos, ranNanos);
        return new Spent(cpu, Math.min(readyNanos, ranNanos - Math.max(0, cpu)), turns);
    }

    /** Adds processor time that the attempt used in other processes. */
    Spent plusCpu(long nanos) {
        return nanos == 0 ? this : new Spent(Math.max(0, cpuNanos) + nanos, readyNanos, turns);
    }

    /**
     * Returns the share of each attempt if {@code attempts} attempts share these figures equally.
     */
    Spent dividedBy(int attempts) {
        return new Spent(
                cpuNanos < 0 ? -1 : cpuNanos / attempts,
                readyNanos < 0 ? -1 : readyNanos / attempts,
                turns / attempts);
    }
}
