package regatta.coordinator.api;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import regatta.workload.TypedSpec;
import regatta.workload.Violation;
import regatta.workload.Workload;

/** Checks rules of workloads that concern a whole job and not only its spec. */
public final class JobRules {
    private static final String HERE = "127.0.0.1";
    private static final Set<String> LOOPBACK = Set.of(HERE, "[::1]", "::1", "localhost");

    private JobRules() {}

    /**
     * Returns a violation if a job allows more attempts of a task than the job's workload allows;
     * empty if there is no violation.
     */
    public static Optional<Violation> attempts(Workload<?, ?, ?, ?> workload, int maxAttempts) {
        return maxAttempts <= workload.mostAttempts()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "/maxAttempts",
                                "must be at most %d for %s"
                                        .formatted(workload.mostAttempts(), workload.kind())));
    }

    /**
     * Returns a violation if a job's tasks must share one machine and the mode has nodes on several
     * machines; empty if there is no violation.
     */
    public static Optional<Violation> machine(
            TypedSpec<?, ?, ?, ?> spec, Mode mode, Collection<WorkerView> workers) {
        if (mode.placement() != Mode.Placement.NODES || !spec.onOneMachine()) {
            return Optional.empty();
        }
        Set<String> hosts = new TreeSet<>();
        for (WorkerView worker : workers) {
            if (worker.pool().equals(mode.name()) && worker.state().present()) {
                hosts.add(host(worker.address()));
            }
        }
        return hosts.size() <= 1
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "/mode",
                                "all tasks of this %s must run on one machine, but mode %s has nodes on %s"
                                        .formatted(
                                                spec.workload().kind(),
                                                mode.name(),
                                                String.join(", ", hosts))));
    }

    private static String host(String address) {
        int port = address.lastIndexOf(':');
        String host = port < 0 ? address : address.substring(0, port);
        return LOOPBACK.contains(host) ? HERE : host;
    }
}
