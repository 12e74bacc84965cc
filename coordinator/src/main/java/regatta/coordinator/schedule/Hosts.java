package regatta.coordinator.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The hosts that refused tasks lately, whatever their job and pool; confined to the schedule. */
final class Hosts {
    /** How long a host is remembered that no task used. */
    private static final long REMEMBERED_NANOS = 60_000_000_000L;

    /** Beyond so many, refusals are charged to tasks, so that memory stays bounded. */
    private static final int MOST = 100_000;

    private record Id(String kind, String name) {}

    private final Map<Id, HostHealth> hosts = new LinkedHashMap<>();

    /** Whether a task may go to its host now. */
    boolean admits(JobTerms terms, int task, long now) {
        HostHealth host = awaited(terms, task);
        return host == null || host.admits(now);
    }

    /** The host of a task whose job waits for hosts; null where it is well. */
    @Nullable HostHealth awaited(JobTerms terms, int task) {
        return terms.retryForNanos() == 0 ? null : find(terms, task);
    }

    /** The host of a task; null where it never refused one. */
    @Nullable HostHealth find(JobTerms terms, int task) {
        return hosts.isEmpty() ? null : hosts.get(id(terms, task));
    }

    /** The host of a task that refused one; null where the task has none. */
    @Nullable HostHealth refusing(JobTerms terms, int task, long now) {
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
