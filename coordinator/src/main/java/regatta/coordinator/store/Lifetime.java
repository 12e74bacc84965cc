package regatta.coordinator.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time, in milliseconds, for which coordinators have had the store open, summed over all
 * openings. The age of an ended job or comparison is measured in this time, so that no change of a
 * machine's clock makes the job or comparison older.
 *
 * @param before the milliseconds of all earlier openings together
 * @param openedAt the reading of {@code nanos} when this opening began
 * @param nanos a monotonic clock
 */
record Lifetime(long before, long openedAt, LongSupplier nanos) {
    static Lifetime since(long before, LongSupplier nanos) {
        return new Lifetime(before, nanos.getAsLong(), nanos);
    }

    long millis() {
        return before + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - openedAt);
    }
}
