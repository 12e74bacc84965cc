package regatta.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;
import regatta.protocol.JobId;

/**
 * Jobs and tasks as people see them: the live ones and those in the store; confined to the actor.
 */
final class JobViews {
    private static final Logger LOG = LoggerFactory.getLogger(JobViews.class);

    private final Map<JobId, LiveJob> live = new LinkedHashMap<>();
    private final ActorRef<CoordinatorCommand> self;
    private final Submissions submissions;
    private final JobStore store;
    private final Schedule schedule;
    private final Executor executor;

    JobViews(
            ActorRef<CoordinatorCommand> self,
            Submissions submissions,
            JobStore store,
            Schedule schedule,
            Executor executor) {
        this.self = self;
        this.submissions = submissions;
        this.store = store;
        this.schedule = schedule;
        this.executor = executor;
    }

    /** The jobs that have not ended, oldest first. */
    Map<JobId, LiveJob> live() {
        return live;
    }

    /** A job that has not ended; empty for every other. */
    Optional<JobView> findLive(JobId id) {
        return Optional.ofNullable(live.get(id)).map(this::view);
    }

    void find(JobId id, ActorRef<Optional<JobView>> replyTo) {
        LiveJob job = live.get(id);
        if (job == null) {
            read(() -> replyTo.tell(store.find(id)));
        } else {
            replyTo.tell(Optional.of(view(job)));
        }
    }

    void findWhole(CoordinatorCommand.GetWholeJob get) {
        Optional<JobView> running = findLive(get.id());
        if (running.isPresent()) {
            get.replyTo().tell(running);
        } else {
            read(() -> get.replyTo().tell(store.whole(get.id())));
        }
    }

    void await(CoordinatorCommand.AwaitJob await, long now) {
        LiveJob job = live.get(await.id());
        if (job == null) {
            find(await.id(), await.replyTo());
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

    void list(CoordinatorCommand.ListJobs list) {
        JobFilter filter = list.filter();
        int wanted = list.limit() + 1;
        if (filter.state().filter(state -> !state.terminal()).isPresent()) {
            list.replyTo().tell(page(liveJobs(filter, wanted), list.limit()));
        } else {
            read(() -> self.tell(new OwnCommand.Listed(store.list(filter, wanted), list)));
        }
    }

    /** Puts the jobs that run into a list that was read. */
    void listed(OwnCommand.Listed listed) {
        List<JobView> present =
                listed.stored().stream().map(job -> findLive(job.id()).orElse(job)).toList();
        CoordinatorCommand.ListJobs list = listed.list();
        if (present.stream().noneMatch(this::endedMeanwhile)) {
            list.replyTo().tell(page(present, list.limit()));
            return;
        }
        List<Boolean> again = present.stream().map(this::endedMeanwhile).toList();
        read(() -> {
            List<JobView> found = new ArrayList<>(present);
            for (int i = 0; i < found.size(); i++) {
                JobView job = found.get(i);
                if (again.get(i)) {
                    found.set(i, store.find(job.id()).orElse(job));
                }
            }
            list.replyTo().tell(page(found, list.limit()));
        });
    }

    /** Whether a job was read before its end was kept, or before its acceptance was heard of. */
    private boolean endedMeanwhile(JobView job) {
        return !job.state().terminal() && !live.containsKey(job.id());
    }

    private static JobPage page(List<JobView> found, int limit) {
        List<JobView> items = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        Optional<Long> next =
                found.size() > items.size()
                        ? Optional.of(items.getLast().order())
                        : Optional.empty();
        return new JobPage(items, next);
    }

    /** Reads a page of tasks off the actor's thread: it may have to look through many. */
    void tasks(CoordinatorCommand.ListTasks list) {
        LiveJob running = live.get(list.id());
        if (running == null) {
            read(() -> list.replyTo().tell(store.find(list.id()).map(job -> tasks(job, list))));
        } else {
            TaskPages pages =
                    new TaskPages(
                            store,
                            view(running),
                            submissions.workload(running.accepted().spec()),
                            schedule.unsettled(list.id()));
            read(() -> list.replyTo().tell(Optional.of(pages.page(list.filter(), list.limit()))));
        }
    }

    /** A page of the tasks of a job that is not live; any thread. */
    private TaskPage tasks(JobView job, CoordinatorCommand.ListTasks list) {
        return new TaskPages(store, job, submissions.workload(job.spec()), List.of())
                .page(list.filter(), list.limit());
    }

    /** Off the actor's thread; who asked hears nothing in time where the store cannot be read. */
    private void read(Runnable reading) {
        executor.execute(() -> {
            try {
                reading.run();
            } catch (StoreException unreadable) {
                LOG.error("the store cannot be read", unreadable);
            }
        });
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

    private JobView view(LiveJob job) {
        JobId id = job.id();
        return job.view(schedule.running(id), schedule.waitingFor(id).orElse(null));
    }
}
