package regatta.workload.handlers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Violation;

/** The fields of a spec of workload {@code handlers}, and their limits. */
final class HandlersLimits {
    static final int MOST_RATE = 10_000;
    static final Duration SHORTEST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofMinutes(10);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    static final Duration LONGEST_COMPUTE = Duration.ofSeconds(1);

    private HandlersLimits() {}

    static List<Field> fields() {
        return List.of(
                Field.optional(
                        "handler",
                        FieldType.choice(HandlerKind.words()),
                        HandlerKind.BLOCKING_IN_POOL.word(),
                        "Where requests are handled."),
                Field.optional(
                        "rate",
                        FieldType.whole(1, MOST_RATE),
                        500,
                        "Requests a second, whether or not those before were answered."),
                Field.optional(
                        "duration",
                        FieldType.time(SHORTEST, LONGEST),
                        Duration.ofSeconds(3),
                        "For how long requests are sent."),
                Field.optional(
                        "wait",
                        FieldType.time(Duration.ZERO, LONGEST_WAIT),
                        Duration.ofMillis(20),
                        "How long each request waits, as for a database."),
                Field.optional(
                        "compute",
                        FieldType.time(Duration.ZERO, LONGEST_COMPUTE),
                        Duration.ZERO,
                        "How long each request computes."));
    }

    static List<Violation> check(Handlers.Spec spec) {
        List<Violation> found = new ArrayList<>();
        if (HandlerKind.of(spec.handler()).isEmpty()) {
            found.add(
                    new Violation(
                            "/handler",
                            "must be one of " + String.join(", ", HandlerKind.words())));
        }
        if (spec.rate() < 1 || spec.rate() > MOST_RATE) {
            found.add(new Violation("/rate", "must be from 1 to " + MOST_RATE));
        }
        check("/duration", spec.duration(), SHORTEST, LONGEST, found);
        check("/wait", spec.waiting(), Duration.ZERO, LONGEST_WAIT, found);
        check("/compute", spec.compute(), Duration.ZERO, LONGEST_COMPUTE, found);
        if (found.isEmpty() && spec.atOnce() > OpenLoad.LINKS) {
            found.add(
                    new Violation(
                            "/rate",
                            "rate × (wait + compute) must be at most %d requests at a time"
                                    .formatted(OpenLoad.LINKS)));
        }
        return found;
    }

    private static void check(
            String pointer, Duration value, Duration least, Duration most, List<Violation> found) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            found.add(new Violation(pointer, "must be from %s to %s".formatted(least, most)));
        }
    }
}
