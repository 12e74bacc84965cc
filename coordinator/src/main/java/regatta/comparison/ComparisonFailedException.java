package regatta.comparison;

import regatta.comparison.plan.ComparisonView;
import regatta.protocol.Failure;

/**
 * Thrown if a comparison cannot continue. The exception's message says for people why the
 * comparison failed.
 */
public final class ComparisonFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String FAILED = "comparison";

    private final String kind;

    public ComparisonFailedException(String message) {
        this(FAILED, message);
    }

    private ComparisonFailedException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * Creates the exception for a wrong output, which makes all figures of the comparison
     * worthless.
     */
    static ComparisonFailedException wrong(String message) {
        return new ComparisonFailedException(
                ComparisonView.WRONG_OUTPUT, message + " No figures are shown.");
    }

    Failure failure() {
        return new Failure(kind, String.valueOf(getMessage()), false);
    }
}
