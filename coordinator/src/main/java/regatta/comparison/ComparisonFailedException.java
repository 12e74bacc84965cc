package regatta.comparison;

/** A comparison cannot give figures; the message says why, for people. */
public final class ComparisonFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ComparisonFailedException(String message) {
        super(message);
    }
}
