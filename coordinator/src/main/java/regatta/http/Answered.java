package regatta.http;

/**
 * Receives each answer to a request. Any thread may call {@code answered}, which must not block.
 */
@FunctionalInterface
public interface Answered {
    /**
     * Receives an answer.
     *
     * @param operation the name of the route's operation; empty if the path has no route
     * @param nanos the nanoseconds from the head of the request to the head of the answer
     */
    void answered(String operation, int status, long nanos);
}
