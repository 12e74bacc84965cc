package regatta.worker;

import java.time.Duration;

/**
 * Says how often a worker sends a hello, and after how many unanswered hellos the worker gives up
 * its actor system.
 *
 * <p>A worker counts unanswered hellos instead of seconds. After the worker's own JVM was frozen
 * for a while, every answer would seem late by the clock.
 *
 * @param interval the time between two hellos
 * @param beforeWelcome the number of unanswered hellos after which the worker ends, if the
 *     coordinator has never answered
 * @param afterWelcome the number of unanswered hellos in a row after which the worker ends, if the
 *     coordinator has answered before
 */
public record HelloTerms(Duration interval, int beforeWelcome, int afterWelcome) {
    public HelloTerms {
        if (!interval.isPositive() || beforeWelcome < 1 || afterWelcome < 1) {
            throw new IllegalArgumentException(
                    "the hello interval and both limits must be positive");
        }
    }

    /**
     * Returns terms for a worker in the coordinator's own JVM. With these terms, a worker never
     * stops waiting for the coordinator's answer.
     */
    public static HelloTerms patient(Duration interval) {
        return new HelloTerms(interval, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
