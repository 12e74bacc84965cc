package regatta.protocol;

/**
 * Why an attempt or a job failed. It is no {@code Throwable}, so that the other side needs none of
 * its classes.
 *
 * @param kind a short, stable word such as {@code timeout} or {@code error}
 * @param message for a person; at most {@value #MAX_MESSAGE} characters are kept
 * @param retryable whether another attempt may succeed
 */
public record Failure(String kind, String message, boolean retryable) {
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
    }
}
