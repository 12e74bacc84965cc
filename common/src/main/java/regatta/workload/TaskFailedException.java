package regatta.workload;

/** A task failed in a way that its workload understands. */
public final class TaskFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final boolean retryable;

    /**
     * Makes a failure.
     *
     * @param kind a short, stable word
     * @param retryable whether another attempt may end otherwise
     */
    public TaskFailedException(String kind, String message, boolean retryable) {
        super(message);
        this.kind = kind;
        this.retryable = retryable;
    }

    public String kind() {
        return kind;
    }

    public boolean retryable() {
        return retryable;
    }
}
