package regatta.cli;

import java.time.Duration;

/**
 * The failure of a request that the client sent. The coordinator may or may not have carried out
 * the request.
 */
final class OutcomeUnknownException extends CommandException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(int exitCode, String message, Duration retryAfter) {
        super(exitCode, message, retryAfter);
    }
}
