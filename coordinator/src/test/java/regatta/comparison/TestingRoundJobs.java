package regatta.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.workload.sumofsquares.SumOfSquares;

/** A coordinator that computes every sum correctly and at once, unless a test changes that. */
final class TestingRoundJobs implements RoundJobs {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    static final AttemptSample SAMPLE =
            new AttemptSample(
                    1,
                    List.of("w1"),
                    List.of(new AttemptSample.Drawn(0, 0, 0, 5, 105, 60, 30, 10)));

    final Map<JobId, JobView> jobs = new LinkedHashMap<>();
    final List<JobId> cancelled = new ArrayList<>();
    final List<JobId> discarded = new ArrayList<>();
    UnaryOperator<JobView> spoil = job -> job;
    AttemptSample sample = SAMPLE;
    String pool = "any";
    long othersNanosEachTime;
    private long othersNanos;

    @Override
    public SubmitReply submit(JobSpec spec, IdempotencyKey key) {
        JobView job = view(spec, JobState.SUCCEEDED, sums(spec), null);
        jobs.put(job.id(), spoil.apply(job));
        return new SubmitReply.Accepted(job);
    }

    static JobView view(
            JobSpec spec, JobState state, @Nullable Record output, @Nullable Failure failure) {
        String mode = spec.mode().orElse("batch");
        return new JobView(
                JobId.random(),
                0,
                state,
                mode,
                1,
                spec,
                NOW,
                NOW,
                NOW,
                new Progress(1, 1, 0, 0),
                1,
                output,
                TestingRounds.report(TestingRounds.arm(mode, 1), 1, 1),
                failure,
                null);
    }

    /** The same job, which runs and waits. */
    static JobView waiting(JobView job) {
        return new JobView(
                job.id(),
                job.order(),
                JobState.RUNNING,
                job.mode(),
                job.slots(),
                job.spec(),
                job.submittedAt(),
                job.startedAt(),
                null,
                job.progress(),
                job.version(),
                null,
                null,
                null,
                "no worker in pool " + job.mode());
    }

    private static Record sums(JobSpec spec) {
        SumOfSquares.Spec sums = (SumOfSquares.Spec) spec.workload();
        return new SumOfSquares.Output(
                sums.targets().stream()
                        .map(Objects::requireNonNull)
                        .map(target -> SumOfSquares.closedForm(target).toString())
                        .toList());
    }

    @Override
    public Optional<JobView> await(JobId job, Duration atMost) {
        return Optional.ofNullable(jobs.get(job));
    }

    @Override
    public List<TaskView> succeeded(JobId job) {
        return List.of();
    }

    @Override
    public List<JobView> latest(int limit) {
        return List.copyOf(jobs.values());
    }

    /** The use of the worker that the testing rounds name. */
    @Override
    public List<SlotUse> slotUse() {
        othersNanos += othersNanosEachTime;
        return List.of(
                new SlotUse(
                        new WorkerView("w1", pool, WorkerView.State.JOINED, 1, 0, 0, "local", null),
                        othersNanos));
    }

    @Override
    public AttemptSample takeSample(JobId job) {
        return sample;
    }

    @Override
    public void cancel(JobId job) {
        cancelled.add(job);
        jobs.computeIfPresent(job, (_, was) -> view(was.spec(), JobState.CANCELLED, null, null));
    }

    @Override
    public void discardFiles(JobId job, String kind) {
        discarded.add(job);
    }
}
