package regatta.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failure of a command, with a message for people and an exit code. */
public class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable Duration retryAfter;

    public CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /**
     * Creates a failure after which another try may succeed.
     *
     * @param retryAfter how long to wait before the next try; null if no other try can help
     */
    public CommandException(int exitCode, String message, @Nullable Duration retryAfter) {
        super(message);
        this.exitCode = exitCode;
        this.retryAfter = retryAfter;
    }

    public int exitCode() {
        return exitCode;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
