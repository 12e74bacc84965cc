package regatta.workload.download.http1;

import regatta.workload.FailureSide;

/** What kind of thing went wrong between a client and its origin. */
public enum Fault {
    /** No connection came about. */
    CONNECT("connect", true, FailureSide.ORIGIN),
    /** The connection ended before the response's head was complete. */
    RESET("reset", true, FailureSide.ORIGIN),
    /** The connection ended within the body. */
    LENGTH("length", true, FailureSide.ORIGIN),
    /** A limit of time passed before the body began, or the limit for the whole. */
    TIMEOUT("timeout", true, FailureSide.LINK),
    /** The body came too slowly. */
    STALL("stall", true, FailureSide.LINK),
    /** The response is no HTTP/1.1, contradicts itself, or exceeds a limit on its head. */
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

    /** A short, stable word. */
    public String word() {
        return word;
    }

    /** Whether another attempt may end otherwise. */
    public boolean retryable() {
        return retryable;
    }

    /** Whose failure it is, unless an exception of this fault says otherwise. */
    FailureSide side() {
        return side;
    }
}
