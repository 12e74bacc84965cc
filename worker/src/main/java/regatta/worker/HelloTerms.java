package regatta.worker;

import java.time.Duration;

/**
 * How often a worker says hello, and when it gives up its actor system.
 *
 * <p>A worker counts unanswered hellos instead of seconds, because after a freeze of its own every
 * answer would seem late.
 *
 * @param interval the time between two hellos
 * @param beforeWelcome how many unanswered hellos end the worker before the first answer
 * @param afterWelcome how many unanswered hellos in a row end the worker later
 */
public record HelloTerms(Duration interval, int beforeWelcome, int afterWelcome) {
    public HelloTerms {
        if (!interval.isPositive() || beforeWelcome < 1 || afterWelcome < 1) {
            throw new IllegalArgumentException(
                    "the hello interval and both limits must be positive");
        }
    }

    /**
     * Returns terms for a worker in the coordinator's own JVM. Such a worker never stops waiting
     * for the coordinator's answer.
     */
    public static HelloTerms patient(Duration interval) {
        return new HelloTerms(interval, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
