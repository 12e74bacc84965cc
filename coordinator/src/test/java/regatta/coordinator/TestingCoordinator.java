package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskView;
import regatta.coordinator.observe.FileBytes;
import regatta.coordinator.observe.Lanes;
import regatta.coordinator.observe.Metrics;
import regatta.coordinator.observe.Observed;
import regatta.coordinator.placement.InProcessWorkers;
import regatta.coordinator.placement.ModeSettings;
import regatta.coordinator.placement.Placement;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.store.SqliteJobStore;
import regatta.coordinator.store.StoreSettings;
import regatta.plugin.BlockSettings;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.NodeInfo;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;
import regatta.workload.Workloads;
import regatta.workload.sumofsquares.SumOfSquares;

/** The coordinator's actor and its in-process workers on a store, without HTTP and ports. */
final class TestingCoordinator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Workloads workloads;
    private final Placement placement;
    private final ActorSystem<CoordinatorCommand> system;

    /** Submits and reads jobs. */
    final Jobs jobs;

    /** The store; it closes with the coordinator. */
    final TestingStore store;

    /** Starts a coordinator on the store in a file, and creates the file if there is none. */
    TestingCoordinator(Path file, String... overrides) {
        Config root =
                ConfigFactory.parseString(String.join("\n", overrides))
                        .withFallback(ConfigFactory.load());
        workloads = Workloads.load(kind -> BlockSettings.of(root, kind));
        StoreSettings kept = new StoreSettings(file, true, 100, Duration.ofDays(1), Long.MAX_VALUE);
        store =
                new TestingStore(
                        SqliteJobStore.open(
                                kept,
                                workloads,
                                failure -> {
                                    throw new AssertionError(failure);
                                }));
        ModeSettings modes = ModeSettings.of(root);
        CoordinatorSettings settings = CoordinatorSettings.of(root);
        placement =
                new Placement(new InProcessWorkers(modes.inProcess(), workloads), Optional.empty());
        system =
                ActorSystem.create(
                        Coordinator.create(
                                settings,
                                new Submissions(settings, new Modes(modes.all()), workloads),
                                store,
                                store.unfinished(),
                                placement,
                                new Schedule(settings.schedule(), new Random(1)),
                                new QueuedBytes(settings.maxQueuedBytes(), settings.share()),
                                new Observed(
                                        new Metrics(),
                                        new Lanes(System::currentTimeMillis),
                                        new FileBytes((_, _) -> -1, _ -> {})),
                                System::nanoTime,
                                Clock.systemUTC()),
                        "testing",
                        root);
        jobs = new CoordinatorAsks(system, system, PATIENCE);
    }

    /** Submits sums of squares and returns the job's id. */
    JobId sums(String mode, int slots, long target, int repeat) {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(target), repeat, 1);
        SubmitReply reply = submit(spec, mode, slots, Optional.empty());
        assertThat(reply).isInstanceOf(SubmitReply.Accepted.class);
        return ((SubmitReply.Accepted) reply).job().id();
    }

    /** Submits sums of squares with a key, and returns the answer. */
    SubmitReply submit(
            SumOfSquares.Spec spec, String mode, int slots, Optional<IdempotencyKey> key) {
        JobSpec job = new JobSpec("sum-of-squares", spec, "", mode, slots, 1, null, 0);
        return answer(jobs.submit(job, 0, key));
    }

    /** Returns the first tasks of a job. */
    List<TaskView> tasks(JobId id) {
        TaskFilter all = new TaskFilter(Optional.empty(), 0);
        return answer(jobs.tasks(id, all, 100)).orElseThrow().items();
    }

    /** Returns all jobs, newest first. */
    List<JobView> jobs() {
        return answer(jobs.list(JobFilter.ALL, 100)).items();
    }

    /** Waits until a job fulfils {@code wanted}, and returns it. */
    JobView await(JobId id, Predicate<JobView> wanted) {
        long start = System.nanoTime();
        JobView job = job(id);
        while (!wanted.test(job)) {
            assertThat(System.nanoTime() - start).as(job.toString()).isLessThan(PATIENCE.toNanos());
            job = job(id);
        }
        return job;
    }

    JobView cancel(JobId id) {
        return answer(jobs.cancel(id)).orElseThrow();
    }

    Deletion delete(JobId id) {
        return answer(jobs.delete(id));
    }

    /** Asks that wait for an answer only for a moment. */
    Jobs hasty() {
        return new CoordinatorAsks(system, system, GLANCE);
    }

    private JobView job(JobId id) {
        return answer(jobs.await(id, GLANCE)).orElseThrow();
    }

    ActorSystem<?> system() {
        return system;
    }

    /** Returns the inbox of a worker whose part the test plays. */
    TestProbe<WorkerCommand> worker() {
        return TestProbe.create(WorkerCommand.class, system);
    }

    /** Sends the hello of a worker node with one slot that holds nothing. */
    void hello(TestProbe<WorkerCommand> worker, int version, long epoch, String... kinds) {
        system.tell(
                new CoordinatorCommand.FromWorker(
                        hello(worker.getRef(), system.ignoreRef(), version, epoch, kinds)));
    }

    /** Sends the first report of that worker node. */
    void report(JobReport report) {
        system.tell(
                new CoordinatorCommand.FromWorker(
                        new WorkerEvent.Report(new WorkerId("node"), 1, List.of(report))));
    }

    /** A worker that nobody knows wants to serve a pool. */
    void hello(TestProbe<WorkerCommand> worker, String pool) {
        system.tell(
                new CoordinatorCommand.FromWorker(
                        hello(
                                pool,
                                worker.getRef(),
                                system.ignoreRef(),
                                WorkerEvent.PROTOCOL_VERSION,
                                0)));
    }

    /** The hello of a worker node with one slot that holds nothing. */
    static WorkerEvent.Hello hello(
            ActorRef<WorkerCommand> commands,
            ActorRef<FileRequest> files,
            int version,
            long epoch,
            String... kinds) {
        return hello("cluster", commands, files, version, epoch, kinds);
    }

    private static WorkerEvent.Hello hello(
            String pool,
            ActorRef<WorkerCommand> commands,
            ActorRef<FileRequest> files,
            int version,
            long epoch,
            String... kinds) {
        return new WorkerEvent.Hello(
                version,
                new WorkerId("node"),
                pool,
                SlotOffer.any(1),
                "there:1",
                List.of(kinds),
                epoch,
                0,
                0,
                1,
                List.of(),
                true,
                false,
                new NodeInfo(1, 2, "A CPU", "Linux", "25", List.of("-Xmx1g"), "0.1.0", 0.5, 0),
                commands,
                files);
    }

    private static <R> R answer(CompletionStage<R> stage) {
        return stage.toCompletableFuture().orTimeout(2, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        placement.close();
        store.close();
    }
}
