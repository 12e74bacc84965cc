package regatta.comparison;

import regatta.comparison.plan.ComparisonView;
import regatta.protocol.Failure;

/** A comparison cannot go on; the message says why, for people. */
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

    /** An output is wrong, so that no figure of the comparison is to be trusted. */
    static ComparisonFailedException wrong(String message) {
        return new ComparisonFailedException(
                ComparisonView.WRONG_OUTPUT, message + " No figures are shown.");
    }

    Failure failure() {
        return new Failure(kind, String.valueOf(getMessage()), false);
    }
}
