package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import regatta.coordinator.api.RunReport;
import regatta.workload.Figure;

/**
 * How long messages took in an actor system while one of its dispatchers ran a round's tasks. The
 * measured messages pass through an actor on the default dispatcher.
 *
 * <p>A dispatcher starves its actor system if messages wait for tasks. Messages wait for tasks if,
 * in most rounds, 1 in 100 messages takes about as long as a task. On a busy machine messages are
 * late in every actor system, because threads wait for a core. A wait for a core takes far less
 * time than a task. A single pause of the JVM affects only few rounds.
 */
public final class SystemDelay {
    /** The 99th percentile of message delays, of the round's slowest worker. */
    public static final Figure P99 = new Figure("message p99", "s", true);

    /**
     * The shortest delay that counts, in seconds. A shorter delay does not count, because a machine
     * that is merely busy can cause a shorter delay.
     */
    private static final double LEAST_SECONDS = 0.03;

    /** A delay of at least this many seconds always counts, however long tasks are. */
    private static final double MOST_SECONDS = 0.2;

    /**
     * If a message takes at least this part of a typical task's time, the message has waited for a
     * task.
     */
    private static final double OF_A_TASK = 0.5;

    private SystemDelay() {}

    /** Returns the delay figure of a round; empty if no dispatcher ran the round. */
    public static Map<String, Double> figures(RunReport report) {
        return slowest(report).map(felt -> Map.of(P99.name(), felt.p99())).orElse(Map.of());
    }

    /** Returns why an arm should not be used; empty if the arm's actor system was not starved. */
    static Optional<String> unfit(List<Round> rounds) {
        List<RunReport> measured =
                rounds.stream()
                        .map(Round::report)
                        .filter(report -> slowest(report).isPresent())
                        .toList();
        double[] starved =
                measured.stream()
                        .filter(SystemDelay::starved)
                        .mapToDouble(report -> slowest(report).orElseThrow().p99())
                        .sorted()
                        .toArray();
        return 2 * starved.length <= measured.size()
                ? Optional.empty()
                : Optional.of(
                        "it starves its actor system: 1 in 100 messages took %s or more in %d of %d"
                                        .formatted(
                                                Words.time(starved[0]),
                                                starved.length,
                                                measured.size())
                                + " rounds, because they wait for tasks");
    }

    private static boolean starved(RunReport report) {
        double task = Math.min(MOST_SECONDS, OF_A_TASK * report.ran().p50());
        return slowest(report).orElseThrow().p99() >= Math.max(LEAST_SECONDS, task);
    }

    private static Optional<RunReport.Messages> slowest(RunReport report) {
        return report.workers().stream()
                .map(RunReport.WorkerShare::messages)
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(RunReport.Messages::p99));
    }
}
