package regatta.comparison.cli;

/** The comparison cannot give figures; the message says why, for people. */
public final class ComparisonFailedException extends Exception {
    public ComparisonFailedException(String message) {
        super(message);
    }
}
