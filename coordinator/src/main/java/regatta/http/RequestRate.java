package regatta.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits how many requests per second each token makes; safe from any thread. */
final class RequestRate {
    /**
     * A token that made no request for this many seconds may make all requests of this time without
     * a pause.
     */
    private static final int BURST_SECONDS = 2;

    private static final double SECOND = 1e9;

    private final int perSecond;
    private final LongSupplier clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * Allows each token {@code perSecond} requests per second. If {@code perSecond} is 0, there is
     * no limit.
     *
     * @param clock returns monotonic nanoseconds
     */
    RequestRate(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Counts a request of a token, and returns whether the request is allowed. */
    synchronized boolean take(String token) {
        if (perSecond == 0) {
            return true;
        }
        long now = clock.getAsLong();
        double most = (double) perSecond * BURST_SECONDS;
        Bucket bucket = buckets.computeIfAbsent(token, _ -> new Bucket(most, now));
        bucket.left = Math.min(most, bucket.left + (now - bucket.at) / SECOND * perSecond);
        bucket.at = now;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }

    private static final class Bucket {
        private double left;
        private long at;

        Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }
    }
}
