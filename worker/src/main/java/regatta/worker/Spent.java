package regatta.worker;

/**
 * What an attempt had of the cores while it ran.
 *
 * @param cpuNanos on a processor; −1 where not known
 * @param readyNanos ready to run without getting a core; −1 where not known
 * @param turns how often its thread got a core; 0 where not known
 */
record Spent(long cpuNanos, long readyNanos, long turns) {
    static final Spent UNKNOWN = new Spent(-1, -1, 0);

    /** No more than an attempt can have had that ran for so long. */
    Spent within(long ranNanos) {
        long cpu = Math.min(cpuNanos, ranNanos);
        return new Spent(cpu, Math.min(readyNanos, ranNanos - Math.max(0, cpu)), turns);
    }

    /** With processor time that it had in other processes. */
    Spent plusCpu(long nanos) {
        return nanos == 0 ? this : new Spent(Math.max(0, cpuNanos) + nanos, readyNanos, turns);
    }

    /** An equal share for each of so many attempts. */
    Spent dividedBy(int attempts) {
        return new Spent(
                cpuNanos < 0 ? -1 : cpuNanos / attempts,
                readyNanos < 0 ? -1 : readyNanos / attempts,
                turns / attempts);
    }
}
