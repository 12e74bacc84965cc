package regatta.workload.download.http1;

import regatta.workload.FailureSide;

/** A kind of failure between a client and its origin. */
public enum Fault {
    /** The client could not connect. */
    CONNECT("connect", true, FailureSide.ORIGIN),
    /** The connection ended before the response's head was complete. */
    RESET("reset", true, FailureSide.ORIGIN),
    /** The connection ended within the body. */
    LENGTH("length", true, FailureSide.ORIGIN),
    /**
     * A time limit passed: that of connecting, of the response's head, or of the whole download.
     */
    TIMEOUT("timeout", true, FailureSide.LINK),
    /** The body came too slowly. */
    STALL("stall", true, FailureSide.LINK),
    /** The response is not HTTP/1.1, contradicts itself, or exceeds a limit. */
    FRAMING("framing", false, FailureSide.TASK),
    /** The origin could not prove who it is, or broke TLS. */
    TLS("tls", false, FailureSide.TASK);

    private final String word;
    private final boolean retryable;
    private final FailureSide side;

    Fault(String word, boolean retryable, FailureSide side) {
        this.word = word;
        this.retryable = retryable;
        this.side = side;
    }

    /** Returns the fault's name in failures of tasks, which never changes. */
    public String word() {
        return word;
    }

    /** Returns whether another attempt may succeed. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns who is to blame, unless an exception of this fault says otherwise. */
    FailureSide side() {
        return side;
    }
}
