package regatta.http;

/** Is told of each answer to a request; called on any thread, and must not block. */
@FunctionalInterface
public interface Answered {
    /**
     * A request was answered.
     *
     * @param operation the name of its route's operation; empty where its path has no route
     * @param nanos from the request's head to the answer's
     */
    void answered(String operation, int status, long nanos);
}
