package regatta.coordinator.store;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.plugin.BlockSettings;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;
import regatta.workload.Workloads;
import regatta.workload.sumofsquares.SumOfSquares;

/** Jobs and settlements as a coordinator passes them to a store. */
final class TestingJobs {
    static final Workloads WORKLOADS =
            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private static final WorkerId WORKER = new WorkerId("worker-1");

    private TestingJobs() {}

    static Job accepted(int tasks) {
        return accepted(tasks, "batch");
    }

    static Job accepted(int tasks, String mode) {
        return accepted(
                "sum-of-squares", new SumOfSquares.Spec(List.of(5L), 1, tasks), tasks, mode);
    }

    static Job accepted(String kind, Record spec, int tasks, String mode) {
        return new Job(
                JobId.random(),
                0,
                mode,
                3,
                new JobSpec(
                        kind, spec, "half a pair: \ud83d", mode, 4, 2, Duration.ofMinutes(1), -3),
                tasks,
                NOW);
    }

    /** A job as it is shown before its start. */
    static JobView queued(Job job) {
        return job.open(null, new Progress(job.tasks(), 0, 0, 0), 0, null);
    }

    static JobEnd ended(
            Job job, JobState state, int succeeded, int failed, @Nullable Record output) {
        return new JobEnd(
                job,
                state,
                NOW.plusMillis(1),
                NOW.plusMillis(2),
                succeeded,
                failed,
                7,
                output,
                report(job),
                state == JobState.FAILED ? new Failure("error", "it broke", false) : null);
    }

    static Job with(Job job, JobSpec spec) {
        return new Job(
                job.id(),
                job.order(),
                job.mode(),
                job.slots(),
                spec,
                job.tasks(),
                job.submittedAt());
    }

    static JobEnd succeeded(Job job) {
        return ended(job, JobState.SUCCEEDED, job.tasks(), 0, null);
    }

    static RunReport report(Job job) {
        RunReport.Distribution times = new RunReport.Distribution(1, 2, 3, 4.5, 1.25, 100.125);
        return new RunReport(
                job.mode(),
                3,
                job.tasks(),
                12,
                2,
                1.5,
                -1,
                true,
                new RunReport.SlotAccount(1, 2, 0.1),
                times,
                times,
                times,
                times,
                List.of(new RunReport.WorkerShare("worker-1", 12, 3.25)));
    }

    static Settlement success(int task) {
        byte[] output = ("output " + task).getBytes(StandardCharsets.UTF_8);
        return new Settlement(
                task,
                1,
                WORKER,
                new Outcome.Succeeded(new Payload(output)),
                10,
                20,
                30,
                -1,
                -1,
                -40,
                7,
                1_000L * task);
    }

    static Settlement failure(int task, String kind) {
        Outcome failed = new Outcome.Failed(new Failure(kind, "task " + task + " ✗", true));
        return new Settlement(task, 3, null, failed, 10, 20, 30, 5, 40);
    }

    static Retried retried(int task, int attempts) {
        return new Retried(task, attempts + 2, attempts, attempts, attempts, List.of(WORKER));
    }

    static List<Settlement> successes(int from, int until) {
        return IntStream.range(from, until).mapToObj(TestingJobs::success).toList();
    }

    static List<Integer> tasks(List<Settlement> settlements) {
        return settlements.stream().map(Settlement::task).toList();
    }

    /** Keeps a job and returns it with its place. */
    static Job keep(JobStore store, Job job) {
        Acceptance acceptance = await(store.accept(job, Optional.empty()));
        return ((Acceptance.Kept) acceptance).job();
    }

    /** Waits for a stage, and throws its failure. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
