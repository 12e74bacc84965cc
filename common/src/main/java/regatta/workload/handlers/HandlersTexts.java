package regatta.workload.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import regatta.workload.TimeText;

/** Describes in words how well a service did. */
final class HandlersTexts {
    /** The part of the requests that a service must answer in order to hold the rate. */
    private static final double HELD = 0.9;

    /**
     * The latency of a health check, in seconds, above which the check must have waited for
     * handlers. A busy machine alone does not delay a health check so long.
     */
    private static final double STARVED_SECONDS = 0.2;

    private static final double TIMES_ITS_OWN = 5;
    private static final double NANOS = 1e9;

    private HandlersTexts() {}

    /** Returns a title such as {@code Handlers: 600 requests a second, each waits 1 s, for 2 s}. */
    static String title(Handlers.Spec spec) {
        return String.format(
                Locale.ROOT,
                "Handlers: %,d requests a second, each waits %s%s, for %s",
                spec.rate(),
                TimeText.of(spec.waiting()),
                spec.compute().isZero() ? "" : " and computes " + TimeText.of(spec.compute()),
                TimeText.of(spec.duration()));
    }

    static List<String> answer(Handlers.Spec spec, Handlers.Output output) {
        double core = output.generatorSeconds() / (spec.duration().toNanos() / NANOS);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,.0f of %,d requests a second; p50 %s, p90 %s, p99 %s, max %s; %,d"
                                + " errors; /health p99 %s",
                        output.achievedRate(),
                        spec.rate(),
                        TimeText.of(output.p50()),
                        TimeText.of(output.p90()),
                        TimeText.of(output.p99()),
                        TimeText.of(output.max()),
                        output.errors(),
                        TimeText.of(output.health().p99())),
                String.format(
                        Locale.ROOT,
                        "the generator shared the cores with the service and used %.0f %% of one core;"
                                + " it sent requests %s late (p99)",
                        100 * core,
                        TimeText.of(output.generatorLate())));
    }

    /**
     * Returns a phrase that says why nobody should use the handler that gave this output; empty if
     * nothing is wrong with the handler.
     */
    static Optional<String> unfit(Handlers.Spec spec, Handlers.Output output) {
        List<String> wrong = new ArrayList<>();
        double own = (spec.waiting().toNanos() + spec.compute().toNanos()) / NANOS;
        if (output.health().p99() > Math.max(STARVED_SECONDS, TIMES_ITS_OWN * own)) {
            wrong.add("starves /health (p99 %s)".formatted(TimeText.of(output.health().p99())));
        }
        if (output.achievedRate() < HELD * spec.rate()) {
            wrong.add(
                    String.format(
                            Locale.ROOT,
                            "serves %,.0f of %,d requests a second (p99 %s)",
                            output.achievedRate(),
                            spec.rate(),
                            TimeText.of(output.p99())));
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" and ", wrong) + ", because " + spec.kind().limit());
    }
}
