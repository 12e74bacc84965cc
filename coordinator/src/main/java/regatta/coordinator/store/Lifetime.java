package regatta.coordinator.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long coordinators have had the store open, all openings together, in milliseconds. It
 * measures the age of ended jobs and comparisons, so that no change of a machine's clock makes them
 * older.
 *
 * @param before the sum of all earlier openings
 * @param openedAt when this opening began, by {@code nanos}
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
