package regatta.workload.download;

import java.util.concurrent.TimeUnit;

/**
 * Says how long to read nothing, so that a slot brings no more than its share of a job's rate; does
 * not look at a clock.
 *
 * <p>It is a leaky bucket: bytes are paid for with time, after they arrived. A reader is thus ahead
 * of the rate by what it reads at once and by nothing else; time that was not used is good for
 * later bytes, but only its last {@value #BURST_MILLIS} ms. Times are nanoseconds of one monotonic
 * clock. For one thread at a time.
 */
final class Rate {
    static final long BURST_MILLIS = 200;

    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS);

    private final double nanosAByte;
    private long paidUntil;

    /**
     * Begins to count.
     *
     * @param bytesASecond 0 for no limit
     */
    Rate(double bytesASecond, long now) {
        nanosAByte = bytesASecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / bytesASecond;
        paidUntil = now;
    }

    /** Bytes arrived. */
    void received(long bytes, long now) {
        long kept = Math.max(-BURST, paidUntil - now);
        paidUntil = now + kept + (long) Math.ceil(bytes * nanosAByte);
    }

    /** How long to read nothing from now on, in nanoseconds; 0 when there is no need to wait. */
    long owed(long now) {
        return Math.max(0, paidUntil - now);
    }
}
