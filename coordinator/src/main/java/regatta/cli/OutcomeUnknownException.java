package regatta.cli;

import java.time.Duration;

/** A request was sent, and it is not yet known whether the coordinator carried it out. */
final class OutcomeUnknownException extends CommandException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(int exitCode, String message, Duration retryAfter) {
        super(exitCode, message, retryAfter);
    }
}
