package regatta.coordinator.schedule;

import java.util.List;
import java.util.Map;
import regatta.protocol.Failure;

/**
 * Fails tasks that have waited for a host, or for a worker that is well, longer than their job
 * allows.
 */
final class Patience {
    /**
     * The largest number of a job's tasks that fail in one step, so that a million tasks that fail
     * do not block the schedule.
     */
    private static final int AT_ONCE = 10_000;

    private static final String UNAVAILABLE = "unavailable";

    private final Board board;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Blame blame;

    Patience(Board board, Dispatcher dispatcher, Settler settler, Blame blame) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.blame = blame;
    }

    /**
     * Fails the tasks that have waited too long, and wakes the jobs whose hosts admit tasks again.
     */
    void watch(long now) {
        for (HostHealth host : board.hosts.awaitedHosts()) {
            watch(host, now);
        }
        for (Pool pool : board.pools()) {
            watch(pool, now);
        }
        board.hosts.forgetUnused(now);
    }

    private void watch(HostHealth host, long now) {
        if (host.silentSince() >= 0) {
            for (ScheduledJob job : host.waiting()) {
                if (isOver(job, host.silentSince(), now)) {
                    end(job, job.queue.removeAside(host.name, AT_ONCE), host.reason(), now);
                }
            }
        }
        if (host.admits(now)) {
            blame.wake(host);
        }
    }

    private void watch(Pool pool, long now) {
        Map<String, String> resting = pool.restingKinds(now);
        if (!resting.isEmpty()) {
            for (ScheduledJob job : List.copyOf(pool.jobs)) {
                String why = resting.get(job.terms.kind());
                if (why != null && isOver(job, pool.restingSince(job.terms.kind()), now)) {
                    end(job, job.queue.removeReady(AT_ONCE, now), why, now);
                }
            }
        }
    }

    private static boolean isOver(ScheduledJob job, long since, long now) {
        long waits = now - Math.max(since, job.acceptedAt);
        return !job.over() && waits >= job.terms.retryForNanos();
    }

    private void end(ScheduledJob job, List<Ready> tasks, String why, long now) {
        for (Ready task : tasks) {
            settler.giveUp(job, task, new Failure(UNAVAILABLE, why, false), now);
        }
        dispatcher.touch(job);
    }
}
