package regatta.coordinator;

import java.util.List;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.CoordinatorCommand.RetryFailed;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;

/**
 * Submits the failed tasks of an ended job as a new job. The coordinator makes this job itself,
 * because only the store has the credentials of the ended job. Reads of the store run on other
 * threads than the actor's.
 */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** An estimate of the bytes that one task adds to a spec. The actual bytes are not counted. */
    private static final int BYTES_A_TASK = 100;

    private final ActorRef<CoordinatorCommand> self;
    private final Submissions submissions;
    private final JobStore store;
    private final Executor executor;

    Retries(
            ActorRef<CoordinatorCommand> self,
            Submissions submissions,
            JobStore store,
            Executor executor) {
        this.self = self;
        this.submissions = submissions;
        this.store = store;
        this.executor = executor;
    }

    void retry(RetryFailed retry) {
        executor.execute(() -> {
            try {
                submit(retry);
            } catch (StoreException unreadable) {
                LOG.error("the store cannot be read", unreadable);
            }
        });
    }

    private void submit(RetryFailed retry) {
        JobView job = store.whole(retry.of()).orElse(null);
        if (job == null) {
            retry.replyTo().tell(new SubmitReply.NoJob());
            return;
        }
        if (!job.state().terminal()) {
            refuse(retry, "job %s has not ended".formatted(job.id()));
            return;
        }
        if (job.spec().workload() instanceof Cut) {
            retry.replyTo()
                    .tell(
                            new SubmitReply.NotRepeatable(
                                    "no workload here can read the kind %s of job %s"
                                            .formatted(job.spec().kind(), job.id())));
            return;
        }
        List<Integer> failed =
                store.failed(job.id(), 0, job.progress().total()).stream()
                        .map(Settlement::task)
                        .toList();
        if (failed.isEmpty()) {
            refuse(retry, "no task of job %s failed".formatted(job.id()));
            return;
        }
        submissions
                .only(job, failed)
                .ifPresentOrElse(
                        base ->
                                self.tell(
                                        new CoordinatorCommand.Submit(
                                                retry.id(),
                                                retry.settings()
                                                        .like(base, base.workload())
                                                        .by(retry.submitter()),
                                                (long) BYTES_A_TASK * failed.size(),
                                                retry.key(),
                                                retry.replyTo())),
                        () ->
                                retry.replyTo()
                                        .tell(
                                                new SubmitReply.NotRepeatable(
                                                        "failed tasks of kind %s cannot run again without the rest of the job"
                                                                .formatted(job.spec().kind()))));
    }

    private static void refuse(RetryFailed retry, String why) {
        retry.replyTo().tell(new SubmitReply.NothingToRetry(why));
    }
}
