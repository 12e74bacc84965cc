package regatta.cli;

import java.time.Duration;

/** A request was sent and no answer came: whether it was carried out is not known. */
final class AnswerLostException extends CommandException {
    private static final long serialVersionUID = 1L;

    AnswerLostException(String message, Duration retryAfter) {
        super(Exit.UNREACHABLE, message, retryAfter);
    }
}
