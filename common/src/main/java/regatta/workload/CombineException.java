package regatta.workload;

/**
 * Thrown when outputs of one job contradict each other. The job fails with the exception's message.
 */
public final class CombineException extends Exception {
    private static final long serialVersionUID = 1L;

    public CombineException(String message) {
        super(message);
    }
}
