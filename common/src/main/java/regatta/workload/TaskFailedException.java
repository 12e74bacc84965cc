package regatta.workload;

import java.time.Duration;

/** Thrown by a workload when a task fails for a reason that the workload can name. */
public final class TaskFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final boolean retryable;
    private final FailureSide side;
    private final Duration pause;

    /**
     * Makes a failure of the task itself.
     *
     * @param kind a short, stable identifier
     * @param retryable whether another attempt may succeed
     */
    public TaskFailedException(String kind, String message, boolean retryable) {
        this(kind, message, retryable, FailureSide.TASK, Duration.ZERO);
    }

    /**
     * Makes a failure.
     *
     * @param kind a short, stable identifier
     * @param retryable whether another attempt may succeed
     * @param side who is to blame for the failure
     * @param pause for how long the host (the server that the task contacted) asked not to be
     *     called again; zero if the host did not ask
     */
    public TaskFailedException(
            String kind, String message, boolean retryable, FailureSide side, Duration pause) {
        super(message);
        this.kind = kind;
        this.retryable = retryable;
        this.side = side;
        this.pause = pause;
    }

    public String kind() {
        return kind;
    }

    public boolean retryable() {
        return retryable;
    }

    public FailureSide side() {
        return side;
    }

    public Duration pause() {
        return pause;
    }
}
