package regatta.coordinator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static regatta.protocol.WorkerEvent.PROTOCOL_VERSION;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.store.StoreException;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.Timings;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerCommand.Refused;
import regatta.protocol.WorkerCommand.RunAttempts;
import regatta.protocol.WorkerCommand.Welcome;
import regatta.workload.sumofsquares.SumOfSquares;

/**
 * Tests the path of a job when the store is slow or unreadable, or when an earlier coordinator
 * died.
 */
class CoordinatorTest {
    private static final int MAX_BACKLOG = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long ENDLESS = 10_000_000_000_000L;

    @TempDir Path folder;

    @Test
    void pausesDispatchWhileTheStoreIsSlow() {
        int tasks = 4 * MAX_BACKLOG;
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            coordinator.store.standStill();
            JobId id = coordinator.sums("batch", 1, 3, tasks);
            JobView paused =
                    coordinator.await(
                            id,
                            job ->
                                    "the store to keep settlements".equals(job.waitingFor())
                                            && job.progress().running() == 0);
            assertThat(paused.progress().succeeded()).isZero();
            assertThat(coordinator.store.backlog()).isBetween(MAX_BACKLOG, MAX_BACKLOG + 4_096);
            coordinator.store.goOn();
            JobView ended = coordinator.await(id, job -> job.state().terminal());
            assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(ended.progress().succeeded()).isEqualTo(tasks);
            assertThat(ended.output()).isEqualTo(new SumOfSquares.Output(List.of("5")));
        }
    }

    @Test
    void answersASubmissionOnlyWhenTheJobIsKept() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            coordinator.store.closeGate();
            CompletableFuture<JobId> answer =
                    CompletableFuture.supplyAsync(() -> coordinator.sums("batch", 1, 3, 1));
            coordinator.store.atTheGate.join();
            assertThat(coordinator.jobs()).isEmpty();
            assertThat(answer).isNotDone();
            coordinator.store.openGate();
            JobId id = answer.join();
            assertThat(coordinator.jobs()).extracting(JobView::id).containsExactly(id);
        }
    }

    @Test
    void namesTheJobThatMayComeOfASubmissionWithoutAnAnswer() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            coordinator.store.closeGate();
            SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(3L), 1, 1);
            JobSpec job = new JobSpec("sum-of-squares", spec, "", "batch", 1, 1, null, 0);
            SubmitReply reply =
                    coordinator
                            .hasty()
                            .submit(job, 0, Optional.empty())
                            .toCompletableFuture()
                            .join();
            assertThat(reply).isInstanceOf(SubmitReply.Unknown.class);
            coordinator.store.atTheGate.join();
            coordinator.store.openGate();
            JobId id = ((SubmitReply.Unknown) reply).id();
            while (coordinator.jobs().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(coordinator.jobs()).extracting(JobView::id).containsExactly(id);
        }
    }

    @Test
    void deletesOnlyJobsThatEnded() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            JobId running = coordinator.sums("batch", 1, ENDLESS, 1);
            assertThat(coordinator.delete(running)).isEqualTo(new Deletion.Unfinished());
            coordinator.cancel(running);
            JobId ended = coordinator.sums("batch", 1, 3, 2);
            coordinator.await(ended, job -> job.state().terminal());
            assertThat(coordinator.delete(ended)).isEqualTo(new Deletion.Done());
            assertThat(coordinator.delete(ended)).isEqualTo(new Deletion.Absent());
            assertThat(coordinator.jobs()).extracting(JobView::id).containsExactly(running);
        }
    }

    @Test
    void jobsOfAKindThatIsNotInstalledWaitForIt() throws Exception {
        Path file = folder.resolve("a.db");
        JobId ended;
        JobId left;
        JobId unwanted;
        try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
            ended = coordinator.sums("thread-pool", 1, 3, 2);
            coordinator.await(ended, job -> job.state().terminal());
            left = coordinator.sums("batch", 1, ENDLESS, 1);
            coordinator.await(left, job -> job.progress().running() == 1);
            unwanted = coordinator.sums("cluster", 1, 3, 1);
        }
        rename(file, "sum-of-squares", "gone");
        try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
            assertThat(coordinator.jobs())
                    .extracting(JobView::id)
                    .containsExactly(unwanted, left, ended);
            JobView waiting = coordinator.await(left, job -> job.waitingFor() != null);
            assertThat(waiting.waitingFor()).contains("a version of workload gone");
            assertThat(waiting.state().terminal()).isFalse();
            JobView shown = coordinator.await(ended, _ -> true);
            assertThat(((Cut) shown.spec().workload()).shown().at("/targets/0").asInt())
                    .isEqualTo(3);
            assertThat(((Cut) requireNonNull(shown.output())).answer()).isNotEmpty();
            assertThat(coordinator.tasks(ended))
                    .extracting(TaskView::state)
                    .containsExactly(TaskView.State.SUCCEEDED, TaskView.State.SUCCEEDED);
            assertThat(coordinator.tasks(left)).hasSize(1);
            assertThat(coordinator.cancel(unwanted).state()).isEqualTo(JobState.CANCELLED);
            JobId other = coordinator.sums("batch", 1, 3, 1);
            assertThat(coordinator.await(other, job -> job.state().terminal()).state())
                    .isEqualTo(JobState.SUCCEEDED);
            assertThat(coordinator.delete(other)).isEqualTo(new Deletion.Done());
        }
        rename(file, "gone", "sum-of-squares");
        try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
            coordinator.await(left, job -> job.progress().running() == 1);
            assertThat(coordinator.await(unwanted, _ -> true).state())
                    .isEqualTo(JobState.CANCELLED);
            assertThat(coordinator.await(ended, _ -> true).output())
                    .isEqualTo(new SumOfSquares.Output(List.of("5")));
        }
    }

    /** Gives all jobs of a closed store another kind. */
    private static void rename(Path file, String from, String to) throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = store.createStatement()) {
            statement.executeUpdate(
                    """
                    UPDATE job SET kind = '%2$s', summary =
                        CAST(replace(CAST(summary AS TEXT), '"%1$s"', '"%2$s"') AS BLOB)
                    """
                            .formatted(from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void showsAnEndOnlyWhenItIsKept(boolean cancelled) {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            coordinator.store.standStill();
            JobId id = coordinator.sums("batch", 1, cancelled ? ENDLESS : 3, 1);
            coordinator.store.closeGate();
            coordinator.store.goOn();
            if (cancelled) {
                assertThat(coordinator.cancel(id).state().terminal()).isFalse();
            }
            coordinator.store.atTheGate.join();
            assertThat(coordinator.await(id, _ -> true).state().terminal()).isFalse();
            assertThat(coordinator.jobs()).extracting(JobView::endedAt).containsOnlyNulls();
            coordinator.store.openGate();
            JobView ended = coordinator.await(id, job -> job.state().terminal());
            assertThat(ended.state())
                    .isEqualTo(cancelled ? JobState.CANCELLED : JobState.SUCCEEDED);
        }
    }

    @Test
    void retriesToReadOutputs() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            JobId id = unreadable(coordinator);
            coordinator.store.unreadable = Optional.empty();
            JobView ended = coordinator.await(id, job -> job.state().terminal());
            assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(ended.output()).isEqualTo(new SumOfSquares.Output(List.of("5")));
        }
    }

    @Test
    void cancelsAJobWhoseOutputsCannotBeRead() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            JobId id = unreadable(coordinator);
            assertThat(coordinator.cancel(id).state()).isEqualTo(JobState.CANCELLED);
        }
    }

    /** Submits a job that then waits for its outputs to become readable. */
    private static JobId unreadable(TestingCoordinator coordinator) {
        coordinator.store.unreadable =
                Optional.of(new StoreException(StoreException.Kind.DAMAGED, "a bad sector"));
        JobId id = coordinator.sums("batch", 1, 3, 10);
        String waiting = "its outputs, which cannot be read: a bad sector";
        coordinator.await(id, job -> waiting.equals(job.waitingFor()));
        return id;
    }

    @Test
    void answersAKnownKeyWhileItsQueueIsFull() {
        try (TestingCoordinator coordinator =
                new TestingCoordinator(
                        folder.resolve("a.db"), "regatta.coordinator.max-queued-jobs = 1")) {
            SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(ENDLESS), 1, 1);
            Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "digest"));
            JobId id = accepted(coordinator.submit(spec, "batch", 1, key));
            assertThat(accepted(coordinator.submit(spec, "batch", 1, key))).isEqualTo(id);
            assertThat(
                            coordinator.submit(
                                    spec,
                                    "batch",
                                    1,
                                    Optional.of(new IdempotencyKey("k", "another"))))
                    .isEqualTo(new SubmitReply.KeyReused());
            for (Optional<IdempotencyKey> fresh :
                    List.of(
                            Optional.<IdempotencyKey>empty(),
                            Optional.of(new IdempotencyKey("new", "digest")))) {
                assertThat(coordinator.submit(spec, "batch", 1, fresh))
                        .isEqualTo(
                                new SubmitReply.Full("the limit of 1 unfinished jobs is reached"));
            }
            coordinator.cancel(id);
            assertThat(accepted(coordinator.submit(spec, "batch", 1, key))).isEqualTo(id);
        }
    }

    private static JobId accepted(SubmitReply reply) {
        return ((SubmitReply.Accepted) reply).job().id();
    }

    @Test
    void failsAJobThatTookItsCoordinatorDownThreeTimes() throws IOException {
        Path file = folder.resolve("0.db");
        JobId id;
        try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
            id = coordinator.sums("batch", 1, ENDLESS, 2);
            file = dies(coordinator, id, file, folder.resolve("1.db"));
        }
        for (int died = 1; died < 3; died++) {
            try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
                file = dies(coordinator, id, file, folder.resolve((died + 1) + ".db"));
            }
        }
        try (TestingCoordinator coordinator = new TestingCoordinator(file)) {
            JobView ended = coordinator.await(id, job -> job.state().terminal());
            assertThat(ended.state()).isEqualTo(JobState.FAILED);
            assertThat(ended.failure())
                    .extracting(Failure::message)
                    .asString()
                    .contains("the coordinator died 3 times while this job ran in its process");
            assertThat(coordinator.tasks(id))
                    .hasSize(2)
                    .allMatch(task -> task.state() == TaskView.State.CANCELLED);
            JobId other = coordinator.sums("batch", 1, 3, 1);
            assertThat(coordinator.await(other, job -> job.state().terminal()).state())
                    .isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void dispatchesToAWorkerThatHasHeardItsWelcome() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            JobId id = coordinator.sums("cluster", 1, 3, 1);
            TestProbe<WorkerCommand> worker = coordinator.worker();
            coordinator.hello(worker, PROTOCOL_VERSION, 0, "sum-of-squares");
            long epoch = worker.expectMessageClass(Welcome.class, PATIENCE).epoch();
            String waiting = "no worker in pool cluster that hears this coordinator";
            coordinator.await(id, job -> waiting.equals(job.waitingFor()));
            coordinator.hello(worker, PROTOCOL_VERSION, epoch - 1, "sum-of-squares");
            worker.expectMessageClass(Welcome.class, PATIENCE);
            coordinator.hello(worker, PROTOCOL_VERSION, epoch, "sum-of-squares");
            worker.expectMessageClass(Welcome.class, PATIENCE);
            assertThat(worker.expectMessageClass(RunAttempts.class, PATIENCE).job()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acknowledgesAReportOnlyWhenWhatCameOfItIsKept(boolean retried) {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(3L), 1, 1);
            JobSpec job = new JobSpec("sum-of-squares", spec, "", "cluster", 1, 2, null, 0);
            CompletableFuture<SubmitReply> submitted =
                    coordinator.jobs.submit(job, 0, Optional.empty()).toCompletableFuture();
            TestProbe<WorkerCommand> worker = coordinator.worker();
            coordinator.hello(worker, PROTOCOL_VERSION, 0, "sum-of-squares");
            long epoch = worker.expectMessageClass(Welcome.class, PATIENCE).epoch();
            coordinator.hello(worker, PROTOCOL_VERSION, epoch, "sum-of-squares");
            worker.expectMessageClass(Welcome.class, PATIENCE);
            WorkerCommand.Dispatch attempt =
                    worker.expectMessageClass(RunAttempts.class, PATIENCE).attempts().getFirst();
            coordinator.store.standStill();
            Outcome outcome =
                    retried
                            ? new Outcome.Failed(new Failure("error", "it broke", true))
                            : new Outcome.Succeeded(
                                    new Payload("5".getBytes(StandardCharsets.UTF_8)));
            Ended ended =
                    new Ended(
                            attempt.slot(),
                            attempt.task(),
                            attempt.attempt(),
                            outcome,
                            new Timings(0, 1, 1, 0, 0, 0, 0));
            JobId id = accepted(submitted.join());
            coordinator.report(new JobReport(id, List.of(), List.of(ended), List.of()));
            while (coordinator.store.backlog() == 0) {
                coordinator.await(id, _ -> true);
            }
            for (int hello = 0; hello < 3; hello++) {
                coordinator.hello(worker, PROTOCOL_VERSION, epoch, "sum-of-squares");
                assertThat(nextOf(worker)).isInstanceOf(Welcome.class);
            }
            coordinator.store.goOn();
            assertThat(nextOf(worker)).isEqualTo(new WorkerCommand.Acknowledge(epoch, 1));
        }
    }

    /** The next welcome or acknowledgement; a task that failed may be sent again meanwhile. */
    private static WorkerCommand nextOf(TestProbe<WorkerCommand> worker) {
        return worker.fishForMessage(
                        PATIENCE,
                        told ->
                                told instanceof RunAttempts
                                        ? FishingOutcomes.continueAndIgnore()
                                        : FishingOutcomes.complete())
                .getFirst();
    }

    @Test
    void refusesAnotherVersionOfTheProtocol() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            TestProbe<WorkerCommand> worker = coordinator.worker();
            coordinator.hello(worker, PROTOCOL_VERSION + 1, 0);
            assertThat(worker.expectMessageClass(Refused.class, PATIENCE).reason())
                    .contains(
                            "version " + (PROTOCOL_VERSION + 1),
                            "this coordinator " + PROTOCOL_VERSION);
        }
    }

    @Test
    void refusesANodeForAPoolOfItsOwn() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            TestProbe<WorkerCommand> worker = coordinator.worker();
            coordinator.hello(worker, "processes");
            assertThat(worker.expectMessageClass(Refused.class, PATIENCE).reason())
                    .contains("itself starts the workers of pool processes");
        }
    }

    @Test
    void tellsAWorkerWhichWorkloadItLacksAndLogsItOnce() {
        try (TestingCoordinator coordinator = new TestingCoordinator(folder.resolve("a.db"))) {
            TestProbe<WorkerCommand> worker = coordinator.worker();
            LoggingTestKit.warn("worker node gets no tasks of")
                    .expect(
                            coordinator.system(),
                            () -> {
                                for (int hello = 0; hello < 2; hello++) {
                                    coordinator.hello(worker, PROTOCOL_VERSION, 0, "download");
                                    assertThat(
                                                    worker.expectMessageClass(
                                                                    Welcome.class, PATIENCE)
                                                            .lacking())
                                            .contains("sum-of-squares")
                                            .doesNotContain("download");
                                }
                                return null;
                            });
        }
    }

    /** Copies the store as it is while a job runs, as if the coordinator died now. */
    private static Path dies(TestingCoordinator coordinator, JobId id, Path file, Path copy)
            throws IOException {
        coordinator.await(id, job -> job.progress().running() == 1);
        coordinator.store.started.orTimeout(30, TimeUnit.SECONDS).join();
        Files.copy(file, copy);
        Files.copy(log(file), log(copy));
        return copy;
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }
}
