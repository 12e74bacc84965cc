package regatta.worker;

import java.time.Duration;

/**
 * How often a worker says hello, and when it gives its actor system up.
 *
 * <p>Unanswered hellos are counted instead of seconds: after a freeze of its own everything would
 * look overdue.
 *
 * @param interval between two hellos
 * @param beforeWelcome so many unanswered hellos before the first answer end the worker
 * @param afterWelcome so many unanswered hellos in a row after that end the worker
 */
public record HelloTerms(Duration interval, int beforeWelcome, int afterWelcome) {
    public HelloTerms {
        if (!interval.isPositive() || beforeWelcome < 1 || afterWelcome < 1) {
            throw new IllegalArgumentException("hello terms are positive");
        }
    }

    /** For a worker that cannot be cut off from its coordinator. */
    public static HelloTerms patient(Duration interval) {
        return new HelloTerms(interval, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
