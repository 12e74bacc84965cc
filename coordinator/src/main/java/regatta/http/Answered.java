package regatta.http;

/** Is told of each answer to a request; called on any thread, and must not block. */
@FunctionalInterface
public interface Answered {
    /**
     * A request was answered.
     *
     * @param operation its {@code operationId}; empty where there is none at its path
     * @param nanos from the request's head to the answer's
     */
    void answered(String operation, int status, long nanos);
}
