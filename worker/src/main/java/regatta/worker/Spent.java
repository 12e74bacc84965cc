package regatta.worker;

/**
 * How long an attempt was on a processor or waited for one while it ran.
 *
 * @param cpuNanos how long it was on a processor; −1 if not known
 * @param readyNanos how long it was ready to run but got no core; −1 if not known
 * @param turns how often its thread got a core; 0 if not known
 */
record Spent(long cpuNanos, long readyNanos, long turns) {
    static final Spent UNKNOWN = new Spent(-1, -1, 0);

    /** Limits both times to what is possible for an attempt that ran for {@code ranNanos}. */
    Spent within(long ranNanos) {
        long cpu = Math.min(cpuNanos, ranNanos);
        return new Spent(cpu, Math.min(readyNanos, ranNanos - Math.max(0, cpu)), turns);
    }

    /** Adds processor time that the attempt used in other processes. */
    Spent plusCpu(long nanos) {
        return nanos == 0 ? this : new Spent(Math.max(0, cpuNanos) + nanos, readyNanos, turns);
    }

    /** Returns an equal share for each of a number of attempts. */
    Spent dividedBy(int attempts) {
        return new Spent(
                cpuNanos < 0 ? -1 : cpuNanos / attempts,
                readyNanos < 0 ? -1 : readyNanos / attempts,
                turns / attempts);
    }
}
