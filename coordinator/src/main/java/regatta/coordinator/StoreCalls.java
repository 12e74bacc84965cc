package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Effect;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.jobs.JobEvent;
import regatta.coordinator.jobs.JobLists;
import regatta.coordinator.schedule.AttemptDraw;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;
import regatta.protocol.JobId;
import regatta.workload.CombineException;

/**
 * Carries out the job book's effects that concern the store, and reports the results to the
 * coordinator. Reads and combining never run on the actor's thread. If the store cannot be read,
 * the asker gets no answer and times out.
 */
final class StoreCalls {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private final ActorRef<CoordinatorCommand> self;
    private final Executor executor;
    private final Submissions submissions;
    private final JobStore store;

    StoreCalls(
            ActorRef<CoordinatorCommand> self,
            Executor executor,
            Submissions submissions,
            JobStore store) {
        this.self = self;
        this.executor = executor;
        this.submissions = submissions;
        this.store = store;
    }

    void keep(long number, Entry entry) {
        switch (entry) {
            case Entry.Accept(Job job, var key) -> accepted(number, store.accept(job, key));
            case Entry.Start(JobId job, var at) -> wrote(number, store.start(job, at));
            case Entry.Retry(JobId job, var retried) -> wrote(number, store.retry(job, retried));
            case Entry.Settle(JobId job, var settlements) ->
                    wrote(number, store.settle(job, settlements));
            case Entry.End(JobEnd end) -> ended(number, store.end(end));
        }
    }

    private void accepted(long number, CompletionStage<Acceptance> kept) {
        var _ =
                kept.whenComplete((acceptance, refused) ->
                        tell(
                                refused == null
                                        ? new JobEvent.Accepted(number, acceptance)
                                        : new JobEvent.Refused(number, message(refused))));
    }

    /**
     * Reports to the coordinator when an entry is kept. If the store cannot write the entry, this
     * method reports nothing, because the store has stopped and this node shuts down.
     */
    private void wrote(long number, CompletionStage<Void> kept) {
        var _ =
                kept.whenComplete((_, failure) -> {
                    if (failure == null) {
                        tell(new JobEvent.Wrote(number));
                    } else {
                        LOG.error("an entry is not kept", failure);
                    }
                });
    }

    private void ended(long number, CompletionStage<Void> kept) {
        var _ =
                kept.whenComplete((_, failure) -> {
                    if (failure == null) {
                        tell(new JobEvent.Wrote(number));
                    } else if (cause(failure) instanceof StoreException) {
                        LOG.error("an end is not kept", failure);
                    } else {
                        tell(new JobEvent.Refused(number, message(failure)));
                    }
                });
    }

    void readKey(Effect.ReadKey read) {
        read(() ->
                tell(
                        new JobEvent.KeyRead(
                                read.submit(), store.known(read.key()), read.otherwise())));
    }

    void readJob(Effect.ReadJob read) {
        read(() -> {
            JobId id = read.job();
            Optional<JobView> found = read.whole() ? store.whole(id) : store.find(id);
            read.asker().answer(found);
        });
    }

    /**
     * Reads a job for a watcher. If the store shows the job as not ended, the job was accepted
     * after the job book was asked. Then this method asks the book again.
     */
    void readWatched(Effect.ReadWatched read) {
        read(() ->
                store.find(read.job())
                        .ifPresent(job -> {
                            if (job.state().terminal()) {
                                read.asker().answer(job);
                            } else {
                                tell(new JobEvent.Watch(job.id(), read.asker()));
                            }
                        }));
    }

    void readList(Effect.ReadList read) {
        read(() -> {
            List<JobView> rows = store.list(read.filter(), read.limit() + 1);
            read.asker().answer(JobLists.join(read.open(), rows, read.limit()));
        });
    }

    /** Deletes a job unless the job is open. */
    void delete(CoordinatorCommand.DeleteJob delete, boolean open) {
        if (open) {
            delete.replyTo().tell(new Deletion.Unfinished());
            return;
        }
        var _ =
                store.delete(delete.id())
                        .exceptionally(refused -> new Deletion.Busy(message(refused)))
                        .thenAccept(delete.replyTo()::tell);
    }

    /**
     * Reads a page of tasks. The read may be slow, because a filter may select only a few of many
     * tasks.
     */
    void readTasks(
            CoordinatorCommand.ListTasks list,
            Optional<JobView> open,
            List<Schedule.Unsettled> unsettled) {
        read(() -> {
            Optional<JobView> job = open.isPresent() ? open : store.find(list.id());
            list.replyTo()
                    .tell(
                            job.map(found ->
                                    new TaskPages(
                                                    store,
                                                    found,
                                                    submissions
                                                            .workloads()
                                                            .find(found.spec().kind()),
                                                    unsettled)
                                            .page(list.filter(), list.limit())));
        });
    }

    void readTimeLine(CoordinatorCommand.ReadTimeLine asked, Optional<JobView> open) {
        read(() -> {
            boolean known = open.isPresent() || store.find(asked.id()).isPresent();
            asked.replyTo().tell(known ? Optional.of(timeLine(asked.id())) : Optional.empty());
        });
    }

    private AttemptSample timeLine(JobId id) {
        AttemptDraw draw = new AttemptDraw(AttemptSample.MOST_OF_A_JOB, id.value().hashCode());
        try (Stream<Settlement> all = store.settlements(id)) {
            all.forEach(draw::add);
        }
        return draw.sample();
    }

    void combine(Job job) {
        JobWorkload<?, ?, ?> workload = submissions.work(job);
        var _ =
                CompletableFuture.supplyAsync(() -> combined(job.id(), workload), executor)
                        .whenComplete((combined, unread) ->
                                tell(unread == null ? combined : unreadable(job.id(), unread)));
    }

    private JobEvent combined(JobId id, JobWorkload<?, ?, ?> workload) {
        try (Stream<Settlement> settlements = store.settlements(id)) {
            return new JobEvent.Combined(id, workload.combine(settlements), "");
        } catch (CombineException contradiction) {
            return new JobEvent.Combined(id, null, message(contradiction));
        } catch (StoreException unreadable) {
            throw unreadable;
        } catch (RuntimeException broken) {
            return new JobEvent.Combined(id, null, String.valueOf(broken));
        }
    }

    private static JobEvent unreadable(JobId id, Throwable unread) {
        LOG.error("the outputs of job {} cannot be read", id, unread);
        return new JobEvent.Unreadable(id, message(unread));
    }

    private void read(Runnable reading) {
        executor.execute(() -> {
            try {
                reading.run();
            } catch (StoreException unreadable) {
                LOG.error("the store cannot be read", unreadable);
            }
        });
    }

    private void tell(JobEvent event) {
        self.tell(new CoordinatorCommand.Happened(event));
    }

    private static String message(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
