package regatta.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.TaskView;
import regatta.protocol.JobId;

/**
 * Passes requests about the jobs of rounds to the coordinator, and waits for the answers. After a
 * timeout this class asks again, because a timeout need not mean failure: after the whole process
 * has stood still, every answer looks late.
 */
final class CoordinatorJobs implements RoundJobs {
    private static final int MOST_TASKS = 1_000;

    /**
     * The bytes of a round's spec that count against the limit on specs in memory. The number is 0,
     * because the submission of the comparison already counted the specs of all its rounds.
     */
    private static final long SPEC_BYTES = 0;

    private final Jobs jobs;

    CoordinatorJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public SubmitReply submit(JobSpec job, IdempotencyKey key) throws InterruptedException {
        return answer(() -> jobs.submit(job, SPEC_BYTES, Optional.of(key)));
    }

    @Override
    public Optional<JobView> await(JobId job, Duration atMost) throws InterruptedException {
        Optional<JobView> found = answer(() -> jobs.await(job, atMost));
        // The store returns a job with long lists cut. If a list is cut, this method asks for the
        // whole job.
        return found.filter(CoordinatorJobs::isCut).isPresent()
                ? answer(() -> jobs.whole(job))
                : found;
    }

    private static boolean isCut(JobView job) {
        return job.spec().workload() instanceof Cut || job.output() instanceof Cut;
    }

    @Override
    public List<TaskView> succeeded(JobId job) throws InterruptedException {
        TaskFilter filter = new TaskFilter(Optional.of(TaskView.State.SUCCEEDED), 0);
        Optional<TaskPage> page = answer(() -> jobs.tasks(job, filter, MOST_TASKS));
        return page.map(TaskPage::items).orElse(List.of());
    }

    @Override
    public List<JobView> latest(int limit) throws InterruptedException {
        JobPage page = answer(() -> jobs.list(JobFilter.ALL, limit));
        return page.items();
    }

    @Override
    public List<SlotUse> slotUse() throws InterruptedException {
        return answer(jobs::slotUse);
    }

    @Override
    public AttemptSample takeSample(JobId job) throws InterruptedException {
        return answer(() -> jobs.takeSample(job));
    }

    @Override
    public void cancel(JobId job) {
        var _ = jobs.cancel(job);
    }

    @Override
    public void discardFiles(JobId job, String kind) {
        jobs.discardFiles(job, kind);
    }

    private static <T> T answer(Supplier<CompletionStage<T>> question) throws InterruptedException {
        while (true) {
            try {
                return question.get().toCompletableFuture().get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TimeoutException)) {
                    throw new IllegalStateException("the coordinator cannot answer", failure);
                }
            }
        }
    }
}
