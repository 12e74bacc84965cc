package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import regatta.workload.FailureSide;

/**
 * Why an attempt or a job failed; never a {@code Throwable}, so that no class name decides what the
 * other side does.
 *
 * @param kind a short, stable word such as {@code timeout} or {@code error}
 * @param message for a person; at most {@value #MAX_MESSAGE} characters are kept
 * @param retryable whether another attempt may end otherwise
 * @param side whose failure it is; the task's where an earlier version did not say
 * @param pauseNanos how long the origin asked to be left alone; 0 where it did not ask
 */
public record Failure(
        String kind, String message, boolean retryable, FailureSide side, long pauseNanos) {
    public static final int MAX_MESSAGE = 2_000;

    public static final String TIMEOUT = "timeout";
    public static final String ERROR = "error";
    public static final String STUCK = "stuck";
    public static final String OUTPUT_TOO_LARGE = "output-too-large";
    public static final String UNKNOWN_WORKLOAD = "unknown-workload";
    public static final String WORKER_LOST = "worker-lost";
    public static final String POISON = "poison";

    public Failure {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE) + "…";
        }
        pauseNanos = Math.max(0, pauseNanos);
    }

    /** A failure of the task itself. */
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
