package regatta.workload.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import regatta.workload.TimeText;

/** What the service did, in words. */
final class HandlersTexts {
    /** One that answers fewer of the requests does not hold the rate. */
    private static final double HELD = 0.9;

    /** A health check that takes longer waits behind handlers, and not for a busy machine. */
    private static final double STARVED_SECONDS = 0.2;

    private static final double TIMES_ITS_OWN = 5;
    private static final double NANOS = 1e9;

    private HandlersTexts() {}

    /** Such as {@code Handlers: 600 requests a second for 2 s, each waits 100 ms}. */
    static String title(Handlers.Spec spec) {
        return String.format(
                Locale.ROOT,
                "Handlers: %,d requests a second for %s, each waits %s%s",
                spec.rate(),
                TimeText.of(spec.duration()),
                TimeText.of(spec.waiting()),
                spec.compute().isZero() ? "" : " and computes " + TimeText.of(spec.compute()));
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
                        "the generator shared the cores with the service and used %.0f %% of one;"
                                + " it sent requests %s late (p99)",
                        100 * core,
                        TimeText.of(output.generatorLate())));
    }

    /** Why nobody should serve so, a phrase; empty where nothing is wrong. */
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
                : Optional.of(String.join(" and ", wrong) + ", for " + spec.kind().limit());
    }
}
