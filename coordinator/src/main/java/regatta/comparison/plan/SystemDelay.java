package regatta.comparison.plan;

import java.util.Map;
import java.util.Optional;
import regatta.coordinator.api.RunReport;
import regatta.workload.Figure;

/**
 * What an actor system felt while one of its dispatchers ran the tasks of a round: how long
 * messages took through an actor on its default dispatcher.
 *
 * <p>A dispatcher starves its system where half of all messages wait for long. A busy machine
 * delays some messages of every system, so the slowest ones alone prove nothing.
 */
public final class SystemDelay {
    /** Of the slowest worker of a round. */
    public static final Figure P99 = new Figure("message p99", "s", true);

    /** Many times what an actor system on a busy machine needs for a message. */
    private static final double STARVED_SECONDS = 0.02;

    private SystemDelay() {}

    /** The figure of a round; none where no dispatcher ran it. */
    public static Map<String, Double> figures(RunReport report) {
        return slowest(report).map(felt -> Map.of(P99.name(), felt.p99())).orElse(Map.of());
    }

    /** Why nobody should run the job so; empty where the system was well. */
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
