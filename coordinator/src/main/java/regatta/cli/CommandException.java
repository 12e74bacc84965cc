package regatta.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command cannot go on: one line for people, and the code to exit with. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable Duration retryAfter;

    public CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /**
     * Says as well when asking again may help.
     *
     * @param retryAfter after how long; null where it cannot help
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
