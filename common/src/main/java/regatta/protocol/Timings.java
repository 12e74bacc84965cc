package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Where an attempt's time went on its worker, in nanoseconds of that machine's monotonic clock.
 *
 * @param waitedNanos from its arrival at the worker until it began to run
 * @param ranNanos from its start until its end
 * @param cpuNanos the part of {@code ranNanos} on a processor; −1 if not known. On a platform
 *     thread it is measured for each attempt; otherwise it is an equal share of what the whole pool
 *     of threads used
 * @param readyNanos the part of {@code ranNanos} in which the attempt was ready but got no core,
 *     measured like {@code cpuNanos}; −1 if not known
 * @param turns how often its thread got a core meanwhile; 0 if not known
 * @param idleNanos how long its slot had been free before it began, since the slot's last attempt
 *     ended
 * @param unreportedNanos from its end until the report of it was made
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Timings(
        long waitedNanos,
        long ranNanos,
        long cpuNanos,
        long readyNanos,
        long turns,
        long idleNanos,
        long unreportedNanos) {
    public Timings {
        Checks.nanos("waitedNanos", waitedNanos);
        Checks.nanos("ranNanos", ranNanos);
        Checks.nanosIfKnown("cpuNanos", cpuNanos);
        Checks.nanosIfKnown("readyNanos", readyNanos);
        Checks.within("turns", turns, 0, Checks.MOST);
        Checks.nanos("idleNanos", idleNanos);
        Checks.nanos("unreportedNanos", unreportedNanos);
    }
}
