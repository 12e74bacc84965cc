package regatta.workload.download;

import java.util.concurrent.TimeUnit;

/**
 * Computes how long a reader must pause so that the reader stays within its share of a job's rate.
 * Reads no clock.
 *
 * <p>The method is a leaky bucket: after each read, the reader pauses until the rate would have
 * allowed the bytes that it read. So the reader is ahead of the rate by one read at most. If the
 * reader was slower than the rate, the reader may make up for at most {@value #BURST_MILLIS} ms of
 * the delay. Times are nanoseconds of one monotonic clock. Only one thread at a time may use a
 * rate.
 */
final class Rate {
    static final long BURST_MILLIS = 200;

    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS);

    private final double nanosAByte;
    private long paidUntil;

    /**
     * Starts to count.
     *
     * @param bytesASecond the rate; 0 if there is no limit
     */
    Rate(double bytesASecond, long now) {
        nanosAByte = bytesASecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / bytesASecond;
        paidUntil = now;
    }

    /** Counts bytes that arrived. */
    void received(long bytes, long now) {
        long kept = Math.max(-BURST, paidUntil - now);
        paidUntil = now + kept + (long) Math.ceil(bytes * nanosAByte);
    }

    /**
     * Returns how long the reader must pause from now on, in nanoseconds; 0 if the reader may read.
     */
    long owed(long now) {
        return Math.max(0, paidUntil - now);
    }
}
