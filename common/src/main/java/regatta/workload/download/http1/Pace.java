package regatta.workload.download.http1;

import java.time.Duration;
import regatta.workload.FailureSide;

/**
 * Says how long one download may still wait for its origin; does not look at a clock.
 *
 * <p>Times are nanoseconds of one monotonic clock. For one thread at a time.
 */
public final class Pace {
    private final Limits limits;
    private long totalAt;
    private long phaseAt;
    private String phase = "the download did not begin in time";
    private boolean inBody;
    private long silentSince;
    private long windowSince;
    private long windowBytes;

    /** Begins to count the total, and the limit for connecting. */
    public Pace(Limits limits, long now) {
        this.limits = limits;
        totalAt = now + limits.total().toNanos();
        connecting(now);
    }

    /** A connection is being made. */
    public void connecting(long now) {
        begin(now, limits.connect(), "connecting took longer than ");
    }

    /** The request is on its way. */
    public void asked(long now) {
        begin(now, limits.firstByte(), "no complete response head within ");
    }

    private void begin(long now, Duration limit, String words) {
        inBody = false;
        phaseAt = now + limit.toNanos();
        phase = words + limit;
    }

    /** The head is complete. */
    public void bodyBegins(long now) {
        inBody = true;
        silentSince = now;
        windowSince = now;
        windowBytes = 0;
    }

    /** Bytes of the body arrived. */
    public void received(long bytes) {
        windowBytes += bytes;
    }

    /** Nothing more is there to read: from now on the origin is the one who lets wait. */
    public void waiting(long now) {
        silentSince = now;
    }

    /** The reader itself was held up so long, which is not the origin's fault. */
    public void excuse(long nanos) {
        totalAt += nanos;
        phaseAt += nanos;
        silentSince += nanos;
        windowSince += nanos;
    }

    /**
     * How long to wait at most, in nanoseconds, before asking again; more than 0.
     *
     * @throws HttpException when a limit has passed
     */
    public long remaining(long now) throws HttpException {
        if (now - totalAt >= 0) {
            throw new HttpException(
                    Fault.TIMEOUT,
                    "the download took longer than " + limits.total(),
                    FailureSide.TASK);
        }
        long left = totalAt - now;
        if (!inBody) {
            if (now - phaseAt >= 0) {
                throw new HttpException(Fault.TIMEOUT, phase);
            }
            return Math.min(left, phaseAt - now);
        }
        return Math.min(left, remainingInBody(now));
    }

    private long remainingInBody(long now) throws HttpException {
        long stall = limits.stall().toNanos();
        if (now - silentSince >= stall) {
            throw new HttpException(Fault.STALL, "the body was silent for " + limits.stall());
        }
        if (now - windowSince >= stall) {
            if (windowBytes < limits.stallBytes()) {
                throw new HttpException(
                        Fault.STALL,
                        "the body brought fewer than %d bytes in %s"
                                .formatted(limits.stallBytes(), limits.stall()));
            }
            windowSince = now;
            windowBytes = 0;
        }
        return Math.min(silentSince + stall - now, windowSince + stall - now);
    }
}
