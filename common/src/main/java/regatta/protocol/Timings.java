package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Where an attempt's time went on its worker, in nanoseconds of the monotonic clock of the worker's
 * machine.
 *
 * @param waitedNanos the time from the attempt's arrival at the worker until the attempt's start
 * @param ranNanos the time from the attempt's start until the attempt's end
 * @param cpuNanos the part of {@code ranNanos} that the attempt spent on a processor; −1 if not
 *     known. If the attempt ran on a platform thread, this part was measured. Otherwise this part
 *     is an equal share of the processor time that the whole pool of threads used
 * @param readyNanos the part of {@code ranNanos} in which the attempt was ready but got no core,
 *     measured like {@code cpuNanos}; −1 if not known
 * @param turns how often the attempt's thread got a core while the attempt ran; 0 if not known
 * @param idleNanos the time from the end of the slot's previous attempt until this attempt's start;
 *     counts from this attempt's arrival if the slot has run no other attempt
 * @param unreportedNanos the time from the attempt's end until the worker made the report of the
 *     attempt
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
