package regatta.worker;

import java.time.Duration;

/**
 * How often a worker says hello, and when it gives up its actor system.
 *
 * <p>A worker counts unanswered hellos instead of seconds, because after a freeze of its own every
 * answer would look late.
 *
 * @param interval between two hellos
 * @param beforeWelcome unanswered hellos that end the worker before the first answer
 * @param afterWelcome unanswered hellos in a row that end it later
 */
public record HelloTerms(Duration interval, int beforeWelcome, int afterWelcome) {
    public HelloTerms {
        if (!interval.isPositive() || beforeWelcome < 1 || afterWelcome < 1) {
            throw new IllegalArgumentException("hello terms are positive");
        }
    }

    /** Terms for a worker that cannot be cut off from its coordinator. */
    public static HelloTerms patient(Duration interval) {
        return new HelloTerms(interval, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
