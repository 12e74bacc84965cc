package regatta.coordinator;

import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.comparison.Comparisons;
import regatta.comparison.http.ComparisonSettings;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.http.ReportFormat;
import regatta.coordinator.observe.FileBytes;
import regatta.coordinator.observe.Lanes;
import regatta.coordinator.observe.Metrics;
import regatta.coordinator.observe.Observed;
import regatta.coordinator.placement.InProcessWorkers;
import regatta.coordinator.placement.LocalProcesses;
import regatta.coordinator.placement.ModeSettings;
import regatta.coordinator.placement.Placement;
import regatta.coordinator.report.RunSheet;
import regatta.coordinator.schedule.Schedule;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.SqliteJobStore;
import regatta.coordinator.store.StoreException;
import regatta.coordinator.store.StoreSettings;
import regatta.http.HttpServer;
import regatta.http.HttpSettings;
import regatta.plugin.PluginSettings;
import regatta.plugin.Plugins;
import regatta.protocol.ActorSystems;
import regatta.protocol.NodeAddress;
import regatta.protocol.RemotingSettings;
import regatta.workload.Workloads;

/**
 * A coordinator node: the actor system, the coordinator's actor, the workers that the coordinator
 * starts and the HTTP server.
 */
public final class CoordinatorNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorNode.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ActorSystem<SpawnProtocol.Command> system;
    private final HttpServer http;
    private final NodeAddress cluster;
    private final Placement placement;
    private final JobStore store;
    private final Comparisons comparisons;
    private final CompletableFuture<Throwable> storeFailure;

    private CoordinatorNode(
            ActorSystem<SpawnProtocol.Command> system,
            HttpServer http,
            NodeAddress cluster,
            Placement placement,
            JobStore store,
            Comparisons comparisons,
            CompletableFuture<Throwable> storeFailure) {
        this.system = system;
        this.http = http;
        this.cluster = cluster;
        this.placement = placement;
        this.store = store;
        this.comparisons = comparisons;
        this.storeFailure = storeFailure;
    }

    /**
     * Starts a node, and returns when the node answers requests.
     *
     * @param root the whole configuration, resolved
     * @throws IllegalArgumentException if a setting is wrong; the message names the setting
     * @throws CompletionException if an address cannot be bound
     * @throws StoreException if the store cannot be opened, for example because another coordinator
     *     uses the store; the message says why
     */
    public static CoordinatorNode start(Config root) {
        // Logging must start before any thread logs. Otherwise the logging library repeats what was
        // logged during its start, and adds lines about this repetition.
        LoggerFactory.getILoggerFactory();
        ModeSettings modes = ModeSettings.of(root);
        HttpSettings http = HttpSettings.of(root);
        CoordinatorSettings settings = CoordinatorSettings.of(root);
        ComparisonSettings comparing = ComparisonSettings.of(root);
        Workloads workloads = Plugins.load(PluginSettings.of(root));
        NodeAddress address =
                new NodeAddress(
                        root.getString("regatta.cluster.host"),
                        root.getInt("regatta.cluster.port"));
        CompletableFuture<Throwable> storeFailure = new CompletableFuture<>();
        JobStore store =
                SqliteJobStore.open(StoreSettings.of(root), workloads, storeFailure::complete);
        ActorSystem<SpawnProtocol.Command> system = system(root, address, store);
        var _ = storeFailure.thenRun(system::terminate);
        NodeAddress cluster = new NodeAddress(address.host(), boundPort(system));
        Placement placement =
                new Placement(
                        new InProcessWorkers(modes.inProcess(), workloads),
                        modes.processes().map(each -> new LocalProcesses(each, cluster)));
        try {
            QueuedBytes queuedBytes = new QueuedBytes(settings.maxQueuedBytes(), settings.share());
            Submissions submissions = new Submissions(settings, new Modes(modes.all()), workloads);
            Observed observed = observed(submissions);
            CoordinatorAsks coordinator =
                    new CoordinatorAsks(
                            system,
                            spawn(
                                    system,
                                    settings,
                                    submissions,
                                    store,
                                    placement,
                                    queuedBytes,
                                    observed),
                            http.answerWithin());
            Comparisons comparisons =
                    Comparisons.open(
                            system,
                            coordinator,
                            store.comparisons(),
                            workloads,
                            address.host(),
                            settings.maxQueuedComparisons(),
                            settings.share(),
                            queuedBytes);
            HttpServer server =
                    HttpServer.start(
                                    system,
                                    http,
                                    streams ->
                                            Routes.of(
                                                    system,
                                                    coordinator,
                                                    coordinator,
                                                    comparisons,
                                                    workloads,
                                                    modes.all(),
                                                    formats(workloads),
                                                    http,
                                                    comparing,
                                                    observed,
                                                    streams))
                            .toCompletableFuture()
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join();
            comparisons.start();
            workloads.discardLeftovers();
            LOG.info(
                    "the coordinator of epoch {} answers at {}://{}:{}; nodes join {}",
                    store.epoch(),
                    server.scheme(),
                    server.address().getHostString(),
                    server.address().getPort(),
                    cluster);
            return new CoordinatorNode(
                    system, server, cluster, placement, store, comparisons, storeFailure);
        } catch (RuntimeException failure) {
            end(system, placement, store);
            throw failure;
        }
    }

    /** Returns {@code https} if the server has a certificate, otherwise {@code http}. */
    public String httpScheme() {
        return http.scheme();
    }

    public InetSocketAddress httpAddress() {
        return http.address();
    }

    /**
     * Lets the next comparison continue a comparison that was interrupted: the next comparison
     * follows the same plan and starts after the given rounds.
     */
    public void goOnAfter(Plan plan, List<Round> rounds) {
        comparisons.goOnAfter(plan, rounds);
    }

    /** Returns the address where worker nodes join. */
    public NodeAddress clusterAddress() {
        return cluster;
    }

    /** Returns a stage that completes when the node has ended, for whatever reason. */
    public CompletionStage<?> whenEnded() {
        return system.getWhenTerminated();
    }

    /** Returns the failure of the store that ended the node; empty if the store has not failed. */
    public Optional<Throwable> storeFailure() {
        return Optional.ofNullable(storeFailure.getNow(null));
    }

    /**
     * Ends the node and every worker that the node started; returns when the node and these workers
     * have ended.
     */
    @Override
    public void close() {
        LOG.info("the coordinator of epoch {} stops", store.epoch());
        http.stop(FAREWELL)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
        comparisons.close();
        end(system, placement, store);
    }

    private static ActorSystem<SpawnProtocol.Command> system(
            Config root, NodeAddress address, JobStore store) {
        try {
            return ActorSystem.create(
                    guardian(), NodeAddress.SYSTEM, RemotingSettings.of(root, address));
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /**
     * Makes a guardian that ignores failures. A peer may send the guardian any message that Pekko
     * can read, and a guardian that fails ends its actor system.
     */
    private static Behavior<SpawnProtocol.Command> guardian() {
        return Behaviors.supervise(SpawnProtocol.create())
                .onFailure(
                        RuntimeException.class,
                        SupervisorStrategy.resume().withLoggingEnabled(false));
    }

    private static void end(
            ActorSystem<SpawnProtocol.Command> system, Placement placement, JobStore store) {
        ActorSystems.end(system, PATIENCE);
        placement.close();
        store.close();
    }

    private static ActorRef<CoordinatorCommand> spawn(
            ActorSystem<SpawnProtocol.Command> system,
            CoordinatorSettings settings,
            Submissions submissions,
            JobStore store,
            Placement placement,
            QueuedBytes queuedBytes,
            Observed observed) {
        Schedule schedule = new Schedule(settings.schedule(), new Random());
        Behavior<CoordinatorCommand> coordinator =
                Coordinator.create(
                        settings,
                        submissions,
                        store,
                        store.unfinished(),
                        placement,
                        schedule,
                        queuedBytes,
                        observed,
                        System::nanoTime,
                        Clock.systemUTC());
        ActorRef<CoordinatorCommand> spawned = spawn(system, coordinator, "coordinator");
        var _ = spawn(system, endingWith(spawned), "coordinator-watch");
        return spawned;
    }

    private static Observed observed(Submissions submissions) {
        Metrics metrics = new Metrics();
        FileBytes files =
                new FileBytes(
                        (job, settlements) -> submissions.work(job).fileBytes(settlements),
                        metrics::left);
        return new Observed(metrics, new Lanes(System::currentTimeMillis), files);
    }

    /**
     * Ends the actor system when the coordinator's actor ends. Otherwise clients and workers would
     * wait forever.
     */
    private static Behavior<Void> endingWith(ActorRef<CoordinatorCommand> coordinator) {
        return Behaviors.setup(context -> {
            context.watch(coordinator);
            return Behaviors.receive(Void.class)
                    .onSignal(
                            Terminated.class,
                            _ -> {
                                context.getSystem().terminate();
                                return Behaviors.stopped();
                            })
                    .build();
        });
    }

    private static <M> ActorRef<M> spawn(
            ActorSystem<SpawnProtocol.Command> system, Behavior<M> behavior, String name) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<M>>ask(
                        system,
                        replyTo ->
                                new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private static int boundPort(ActorSystem<?> system) {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system);
        return (Integer) classic.provider().getDefaultAddress().port().get();
    }

    private static List<ReportFormat> formats(Workloads workloads) {
        return List.of(
                format(workloads, "text/csv; charset=UTF-8", RunSheet::csv),
                format(workloads, "text/markdown; charset=UTF-8", RunSheet::markdown),
                format(workloads, "text/plain; charset=UTF-8", RunSheet::text));
    }

    private static ReportFormat format(
            Workloads workloads, String mediaType, Function<RunSheet, String> render) {
        return new ReportFormat(
                mediaType, job -> render.apply(RunSheet.of(job, job.answer(workloads))));
    }
}
