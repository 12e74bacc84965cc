package regatta.comparison.plan;

import java.util.Map;
import java.util.Optional;
import regatta.coordinator.api.RunReport;
import regatta.workload.Figure;

/**
 * How long messages took in an actor system while one of its dispatchers ran a round's tasks. The
 * measured messages pass through an actor on the default dispatcher.
 *
 * <p>A dispatcher starves its system if half of all messages wait for long. On a busy machine some
 * messages of every system are late, so the slowest messages alone prove nothing.
 */
public final class SystemDelay {
    /** The 99th percentile of message delays, of the round's slowest worker. */
    public static final Figure P99 = new Figure("message p99", "s", true);

    /**
     * The median delay from which a system counts as starved: many times what a message needs on a
     * busy machine.
     */
    private static final double STARVED_SECONDS = 0.02;

    private SystemDelay() {}

    /** Returns the delay figure of a round; empty if no dispatcher ran it. */
    public static Map<String, Double> figures(RunReport report) {
        return slowest(report).map(felt -> Map.of(P99.name(), felt.p99())).orElse(Map.of());
    }

    /** Returns why the mode should not be used; empty if its actor system was not starved. */
    public static Optional<String> unfit(RunReport report) {
        return slowest(report)
                .filter(felt -> felt.p50() >= STARVED_SECONDS)
                .map(felt ->
                        "it starves its actor system: half of its messages took more than %s, and"
                                        .formatted(Words.time(felt.p50()))
                                + " 1 in 100 more than %s".formatted(Words.time(felt.p99())));
    }

    private static Optional<RunReport.Messages> slowest(RunReport report) {
        RunReport.Messages slowest = null;
        for (RunReport.WorkerShare worker : report.workers()) {
            RunReport.Messages felt = worker.messages();
            if (felt != null && (slowest == null || felt.p50() > slowest.p50())) {
                slowest = felt;
            }
        }
        return Optional.ofNullable(slowest);
    }
}
