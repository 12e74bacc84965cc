package regatta.coordinator.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that have tasks under way or that refused tasks lately. A host is the server that a
 * task contacts, such as a download's origin. Tasks have the same host if they have the same
 * workload kind and the same limit key, even in jobs of different pools. Confined to the schedule.
 */
final class Hosts {
    /**
     * How long, in nanoseconds, the schedule remembers a host that refused tasks after the last
     * task went to the host.
     */
    private static final long REMEMBERED_NANOS = 60_000_000_000L;

    /**
     * The largest number of hosts that the schedule remembers, so that memory stays bounded. A
     * refusal by a further host counts as a failure of the refused task.
     */
    private static final int MOST = 100_000;

    private record Id(String kind, String name) {}

    private final Map<Id, HostHealth> hosts = new LinkedHashMap<>();

    /** Returns whether a task may go to its host now. */
    boolean admits(JobTerms terms, int task, long now) {
        HostHealth host = awaited(terms, task);
        return host == null || host.admits(now);
    }

    /**
     * Returns the host of a task if the host is known and the job waits for hosts; otherwise null.
     */
    @Nullable HostHealth awaited(JobTerms terms, int task) {
        return terms.retryForNanos() == 0 ? null : find(terms, task);
    }

    /** Returns the host of a task; null if the host is not known. */
    @Nullable HostHealth find(JobTerms terms, int task) {
        return hosts.isEmpty() ? null : hosts.get(id(terms, task));
    }

    /**
     * Returns the host of a task and remembers the host, because the task goes there. Returns null
     * if the job does not wait for hosts, if the task has no limit key, or if too many hosts are
     * remembered.
     */
    @Nullable HostHealth visited(JobTerms terms, int task, long now) {
        return terms.retryForNanos() == 0 ? null : remember(terms, task, now);
    }

    /**
     * Returns the host of a task and remembers the host, because the task goes there, or because
     * the host refused the task or did not answer. Returns null if the task has no limit key, or if
     * too many hosts are remembered.
     */
    @Nullable HostHealth remember(JobTerms terms, int task, long now) {
        Id id = id(terms, task);
        HostHealth host = hosts.get(id);
        if (host == null && !id.name.isEmpty() && hosts.size() < MOST) {
            host = new HostHealth(id.name, now);
            hosts.put(id, host);
        }
        return host;
    }

    private static Id id(JobTerms terms, int task) {
        return new Id(terms.kind(), terms.limitKey().apply(task));
    }

    List<HostHealth> awaitedHosts() {
        return matching(HostHealth::isAwaited);
    }

    List<HostHealth> awaitedBy(ScheduledJob job) {
        return matching(host -> host.isAwaitedBy(job));
    }

    private List<HostHealth> matching(Predicate<HostHealth> which) {
        return hosts.values().stream().filter(which).toList();
    }

    void forgetUnused(long now) {
        hosts.values().removeIf(host -> host.isUnused(REMEMBERED_NANOS, now));
    }

    void forget(ScheduledJob job) {
        hosts.values().forEach(host -> host.forget(job));
    }

    boolean isEmpty() {
        return hosts.isEmpty();
    }
}
