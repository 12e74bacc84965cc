package regatta.workload.download.http1;

import java.time.Duration;
import regatta.workload.FailureSide;

/** Computes how long one download may still wait for its origin. Reads no clock. */
public final class Pace {
    private final Limits limits;
    private long totalAt;
    private long phaseAt;
    private String phase = "the download did not begin in time";
    private boolean inBody;
    private long silentSince;
    private long windowSince;
    private long windowBytes;

    /** Starts the limits for the whole download and for connecting. */
    public Pace(Limits limits, long now) {
        this.limits = limits;
        totalAt = now + limits.total().toNanos();
        connecting(now);
    }

    /** Starts the limit for connecting. */
    public void connecting(long now) {
        begin(now, limits.connect(), "connecting took longer than ");
    }

    /** Starts the limit for the response's head, because the request is on its way. */
    public void asked(long now) {
        begin(now, limits.firstByte(), "no complete response head within ");
    }

    private void begin(long now, Duration limit, String words) {
        inBody = false;
        phaseAt = now + limit.toNanos();
        phase = words + limit;
    }

    /** Starts the limits for the body, because the head is complete. */
    public void bodyBegins(long now) {
        inBody = true;
        silentSince = now;
        windowSince = now;
        windowBytes = 0;
    }

    /** Counts bytes of the body that arrived. */
    public void received(long bytes) {
        windowBytes += bytes;
    }

    /**
     * Starts to count the silence of the body, because the reader has read everything that arrived.
     */
    public void waiting(long now) {
        silentSince = now;
    }

    /** Extends all limits by a time for which the reader itself was held up. */
    public void excuse(long nanos) {
        totalAt += nanos;
        phaseAt += nanos;
        silentSince += nanos;
        windowSince += nanos;
    }

    /**
     * Returns how long the reader may wait before the reader calls this method again, in
     * nanoseconds; more than 0.
     *
     * @throws HttpException if a limit has passed
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
