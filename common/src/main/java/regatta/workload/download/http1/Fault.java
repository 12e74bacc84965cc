package regatta.workload.download.http1;

/** What kind of thing went wrong between a client and its origin. */
public enum Fault {
    /** No connection came about. */
    CONNECT("connect", true),
    /** The connection ended before the response's head was complete. */
    RESET("reset", true),
    /** The connection ended within the body. */
    LENGTH("length", true),
    /** A limit of time passed before the body began, or the limit for the whole. */
    TIMEOUT("timeout", true),
    /** The body came too slowly. */
    STALL("stall", true),
    /** The response is no HTTP/1.1, contradicts itself, or exceeds a limit on its head. */
    FRAMING("framing", false),
    /** The origin could not prove who it is, or broke TLS. */
    TLS("tls", false);

    private final String word;
    private final boolean retryable;

    Fault(String word, boolean retryable) {
        this.word = word;
        this.retryable = retryable;
    }

    /** A short, stable word. */
    public String word() {
        return word;
    }

    /** Whether another attempt may end otherwise. */
    public boolean retryable() {
        return retryable;
    }
}
