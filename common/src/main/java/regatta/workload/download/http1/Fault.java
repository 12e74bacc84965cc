package regatta.workload.download.http1;

import regatta.workload.FailureSide;

/** A kind of failure of an exchange: a request to an origin and its response. */
public enum Fault {
    /** The client could not connect. */
    CONNECT("connect", true, FailureSide.ORIGIN),
    /** The connection ended before the response's head was complete. */
    RESET("reset", true, FailureSide.ORIGIN),
    /** The connection ended within the body. */
    LENGTH("length", true, FailureSide.ORIGIN),
    /**
     * A time limit passed: the limit for connecting, for the response's head, or for the whole
     * download.
     */
    TIMEOUT("timeout", true, FailureSide.LINK),
    /** The body came too slowly. */
    STALL("stall", true, FailureSide.LINK),
    /** The response is not HTTP/1.1, contradicts itself, or exceeds a limit. */
    FRAMING("framing", false, FailureSide.TASK),
    /** The origin has no certificate that proves who it is, or violated the TLS protocol. */
    TLS("tls", false, FailureSide.TASK);

    private final String word;
    private final boolean retryable;
    private final FailureSide side;

    Fault(String word, boolean retryable, FailureSide side) {
        this.word = word;
        this.retryable = retryable;
        this.side = side;
    }

    /**
     * Returns the name of this kind of failure, which a task's failure states as its own kind. The
     * name never changes.
     */
    public String word() {
        return word;
    }

    /** Returns whether another attempt may succeed. */
    public boolean retryable() {
        return retryable;
    }

    /**
     * Returns which side causes a failure of this kind, unless the {@link HttpException} names
     * another side.
     */
    FailureSide side() {
        return side;
    }
}
