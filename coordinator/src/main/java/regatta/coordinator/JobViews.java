package regatta.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import regatta.coordinator.api.CoordinatorCommand;
import regatta.coordinator.api.CoordinatorCommand.JobFilter;
import regatta.coordinator.api.CoordinatorCommand.JobPage;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.store.JobStore;
import regatta.protocol.JobId;

/**
 * Jobs and tasks as people see them: the live ones and those in the store; confined to the actor.
 */
final class JobViews {
    private final Map<JobId, LiveJob> live = new LinkedHashMap<>();
    private final Submissions submissions;
    private final JobStore store;
    private final Schedule schedule;
    private final Executor executor;

    JobViews(Submissions submissions, JobStore store, Schedule schedule, Executor executor) {
        this.submissions = submissions;
        this.store = store;
        this.schedule = schedule;
        this.executor = executor;
    }

    /** The jobs that have not ended, oldest first. */
    Map<JobId, LiveJob> live() {
        return live;
    }

    Optional<JobView> find(JobId id) {
        LiveJob job = live.get(id);
        return job == null ? store.find(id) : Optional.of(view(job));
    }

    void await(CoordinatorCommand.AwaitJob await, long now) {
        LiveJob job = live.get(await.id());
        if (job == null) {
            await.replyTo().tell(store.find(await.id()));
        } else {
            long deadline = now + await.atMost().toNanos();
            job.waiters().add(new LiveJob.Waiter(deadline, await.replyTo()));
        }
    }

    /** Answers those who waited as long as they wanted to. */
    void answerOverdue(long now) {
        for (LiveJob job : live.values()) {
            Iterator<LiveJob.Waiter> waiters = job.waiters().iterator();
            while (waiters.hasNext()) {
                LiveJob.Waiter waiter = waiters.next();
                if (waiter.deadline() - now <= 0) {
                    waiters.remove();
                    waiter.replyTo().tell(Optional.of(view(job)));
                }
            }
        }
    }

    JobPage list(CoordinatorCommand.ListJobs list) {
        int wanted = list.limit() + 1;
        boolean liveOnly = list.filter().state().filter(state -> !state.terminal()).isPresent();
        List<JobView> found =
                liveOnly
                        ? liveJobs(list.filter(), wanted)
                        : store.list(list.filter(), wanted).stream().map(this::present).toList();
        List<JobView> items = found.subList(0, Math.min(found.size(), list.limit()));
        Optional<Long> next =
                found.size() > items.size()
                        ? Optional.of(items.getLast().order())
                        : Optional.empty();
        return new JobPage(items, next);
    }

    /** Reads a page of tasks off the actor's thread: it may have to look through many. */
    void tasks(CoordinatorCommand.ListTasks list) {
        JobView job = find(list.id()).orElse(null);
        if (job == null) {
            list.replyTo().tell(Optional.empty());
            return;
        }
        LiveJob running = live.get(list.id());
        JobWorkload<?, ?, ?> workload =
                running != null
                        ? running.workload()
                        : JobWorkload.of(submissions.workload(job.spec()), job.spec().workload());
        TaskPages pages = new TaskPages(store, job, workload, schedule.inFlight(list.id()));
        executor.execute(
                () -> list.replyTo().tell(Optional.of(pages.page(list.filter(), list.limit()))));
    }

    private List<JobView> liveJobs(JobFilter filter, int limit) {
        List<LiveJob> newestFirst = new ArrayList<>(live.values());
        newestFirst.sort(
                Comparator.comparingLong((LiveJob job) -> job.accepted().order()).reversed());
        return newestFirst.stream()
                .filter(job -> filter.before().map(at -> job.accepted().order() < at).orElse(true))
                .map(this::view)
                .filter(job -> filter.state().map(state -> state == job.state()).orElse(true))
                .filter(job -> filter.workload().map(job.spec().kind()::equals).orElse(true))
                .filter(job -> filter.mode().map(job.mode()::equals).orElse(true))
                .limit(limit)
                .toList();
    }

    private JobView present(JobView stored) {
        LiveJob job = live.get(stored.id());
        return job == null ? stored : view(job);
    }

    private JobView view(LiveJob job) {
        JobId id = job.id();
        return job.view(schedule.running(id), schedule.waitingFor(id).orElse(null));
    }
}
