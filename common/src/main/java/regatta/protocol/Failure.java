package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import regatta.secret.Secrets;
import regatta.workload.FailureSide;

/**
 * Why an attempt or a job failed. A failure is plain data, not a {@code Throwable}, so the receiver
 * needs none of the sender's exception classes.
 *
 * @param kind a short, stable identifier such as {@code timeout} or {@code error}
 * @param message a text for people, without secrets, cut to {@value #MAX_MESSAGE} characters
 * @param retryable whether another attempt may succeed
 * @param side who is to blame for the failure; {@code TASK} if a node of an earlier version does
 *     not say
 * @param pauseNanos for how long the host (the server that the task contacted) asked not to be
 *     called again; 0 if the host did not ask
 */
public record Failure(
        String kind, String message, boolean retryable, FailureSide side, long pauseNanos) {
    public static final int MAX_MESSAGE = 2_000;

    private static final int MAX_KIND = 100;

    public static final String TIMEOUT = "timeout";
    public static final String ERROR = "error";
    public static final String STUCK = "stuck";
    public static final String OUTPUT_TOO_LARGE = "output-too-large";
    public static final String UNKNOWN_WORKLOAD = "unknown-workload";
    public static final String WORKER_LOST = "worker-lost";
    public static final String POISON = "poison";

    public Failure {
        Checks.there("kind", kind);
        kind = Checks.shortened(kind, MAX_KIND);
        // Cut first, because a peer may send a long text; cut again, because a mask may be longer
        // than what it hides.
        message = Secrets.masked(Checks.shortened(message, 2 * MAX_MESSAGE));
        message = Checks.shortened(message, MAX_MESSAGE);
        pauseNanos = Math.max(0, pauseNanos);
    }

    /** Creates a failure of the task itself. */
    public Failure(String kind, String message, boolean retryable) {
        this(kind, message, retryable, FailureSide.TASK, 0);
    }

    @JsonCreator
    static Failure read(
            @JsonProperty("kind") String kind,
            @JsonProperty("message") String message,
            @JsonProperty("retryable") boolean retryable,
            @JsonProperty("side") @Nullable FailureSide side,
            @JsonProperty("pauseNanos") long pauseNanos) {
        return new Failure(
                kind, message, retryable, side == null ? FailureSide.TASK : side, pauseNanos);
    }
}
