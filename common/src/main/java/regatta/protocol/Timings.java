package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Where an attempt's time went on its worker, in nanoseconds of that machine's monotonic clock.
 *
 * @param waitedNanos from its arrival at the worker until it began to run
 * @param ranNanos from then until it ended
 * @param cpuNanos of {@code ranNanos} on a processor: measured for the attempt on a platform
 *     thread, its share of the pool's elsewhere; −1 where it is not known
 * @param readyNanos of {@code ranNanos} ready to run without getting a core, measured in the same
 *     way; −1 where it is not known
 * @param turns how often its thread got a core meanwhile; 0 where that is not known
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
