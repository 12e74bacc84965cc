package regatta.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command fails, with one line for people and an exit code. */
public class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable Duration retryAfter;

    public CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /**
     * Creates a failure that a later try may cure.
     *
     * @param retryAfter how long to wait before it; null if it cannot help
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
