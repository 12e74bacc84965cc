package regatta.worker;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.plugin.PluginSettings;
import regatta.plugin.Plugins;
import regatta.protocol.ActorSystems;
import regatta.protocol.NodeAddress;
import regatta.protocol.RemotingSettings;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;

/**
 * One worker in a JVM of its own. The node starts an actor system. If the coordinator stops
 * answering, the node starts another actor system on a fresh port, because TCP would notice a
 * silent cut of the link only after half a minute.
 *
 * <p>Slots, running attempts and unacknowledged reports outlive actor systems.
 */
public final class WorkerNode {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerNode.class);
    private static final int LEFT = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;

    /**
     * The number of unanswered hellos after which a node with several addresses tries the next
     * address.
     */
    private static final int HELLOS_EACH = 4;

    private static final Duration AFTER_CRASH = Duration.ofSeconds(1);

    /** How long the node waits for an actor system to end, which takes about two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Config root;
    private final WorkerSettings settings;
    private final String pool;
    private final JoinTurns join;
    private final AttemptRunner runner;
    private final Ledger ledger;
    private @Nullable ActorSystem<Worker.Command> system;
    private boolean leaving;
    private long leaveBy;

    /**
     * Makes the worker node that the configuration describes.
     *
     * @throws IllegalArgumentException if a setting is wrong, if the settings forbid the node to
     *     join a coordinator, or if a coordinator could not reach the node; the message names the
     *     setting or the coordinator
     */
    public static WorkerNode of(Config root) {
        WorkerSettings settings = WorkerSettings.of(root);
        RemotingSettings.checkJoin(root, settings.address(), settings.join());
        String random = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
        String id = "node-%s-%d-%s".formatted(hostName(), ProcessHandle.current().pid(), random);
        return new WorkerNode(
                root, new WorkerId(id), settings.pool(), settings.offer(), settings.join());
    }

    /**
     * Makes a worker node; starts nothing yet.
     *
     * @param root the whole configuration
     * @param join the coordinators, which the node tries in turn until one of the coordinators
     *     welcomes the node
     */
    public WorkerNode(
            Config root, WorkerId id, String pool, SlotOffer offer, List<NodeAddress> join) {
        this.root = root;
        this.settings = WorkerSettings.of(root);
        this.pool = pool;
        this.join = new JoinTurns(join);
        this.ledger = new Ledger(id);
        this.runner =
                new AttemptRunner(
                        Plugins.load(PluginSettings.of(root)), offer, Execution.THREAD_POOL, pool);
    }

    /**
     * Begins to delete the files that killed workers left on this machine; returns without waiting.
     * A child process need not call this method, because its coordinator deletes the files.
     */
    public void discardLeftovers() {
        runner.workloads().discardLeftovers();
    }

    /**
     * Serves a coordinator until the node has left or the coordinator refused the node; returns the
     * exit code.
     */
    public int run() throws InterruptedException {
        try {
            while (true) {
                switch (serve(join.next())) {
                    case WorkerEnd.Left _ -> {
                        return LEFT;
                    }
                    case WorkerEnd.Refused _ -> {
                        return REFUSED;
                    }
                    case WorkerEnd.Unreachable(boolean welcomed) -> {
                        if (isOverdue()) {
                            return LEFT;
                        }
                        join.ended(welcomed);
                    }
                }
            }
        } finally {
            runner.close();
        }
    }

    /**
     * Asks the node to drain within the drain limit and then to leave; returns without waiting.
     * Safe from any thread.
     */
    public synchronized void leave() {
        if (!leaving) {
            leaving = true;
            leaveBy = System.nanoTime() + settings.drainLimit().toNanos();
        }
        if (system != null) {
            system.tell(Worker.leave(Duration.ofNanos(Math.max(0, leaveBy - System.nanoTime()))));
        }
    }

    /** Returns whether the node was asked to leave and the drain limit is over. */
    private synchronized boolean isOverdue() {
        return leaving && System.nanoTime() - leaveBy >= 0;
    }

    private WorkerEnd serve(NodeAddress coordinator) throws InterruptedException {
        LOG.info("worker {} joins the coordinator at {}", ledger.worker(), coordinator);
        CompletableFuture<WorkerEnd> end = new CompletableFuture<>();
        ActorSystem<Worker.Command> started =
                ActorSystem.create(
                        guardian(coordinator, end),
                        NodeAddress.SYSTEM,
                        RemotingSettings.of(root, settings.address()));
        // An actor system ends before its worker only if the actor system failed.
        started.getWhenTerminated()
                .thenRunAsync(
                        () -> end.complete(new WorkerEnd.Unreachable(true)),
                        CompletableFuture.delayedExecutor(
                                AFTER_CRASH.toMillis(), TimeUnit.MILLISECONDS));
        synchronized (this) {
            system = started;
            if (leaving) {
                leave();
            }
        }
        WorkerEnd how = end.join();
        if (how instanceof WorkerEnd.Unreachable && settings.address().port() == 0) {
            // The old actor system takes a second to end. The node need not wait for the end,
            // because the next actor system has another port.
            started.terminate();
        } else {
            ActorSystems.end(started, PATIENCE);
        }
        return how;
    }

    private Behavior<Worker.Command> guardian(
            NodeAddress coordinator, CompletableFuture<WorkerEnd> end) {
        HelloTerms terms =
                new HelloTerms(
                        settings.helloInterval(),
                        join.isSingle() ? Integer.MAX_VALUE : HELLOS_EACH,
                        settings.unansweredHellos());
        return Behaviors.setup(context -> {
            ActorRef<WorkerEvent> inbox =
                    ActorRefResolver.get(context.getSystem())
                            .resolveActorRef(coordinator.inboxPath());
            Address own = context.getSystem().address();
            String address = own.getHost().orElse("") + ":" + own.getPort().orElse(0);
            return Worker.create(
                    new Worker.Identity(pool, address),
                    runner,
                    ledger,
                    inbox,
                    terms,
                    end::complete);
        });
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "unknown";
        }
    }

    /**
     * Runs a child JVM of a coordinator. The arguments are {@code HOST:PORT POOL ID SLOTS}. The
     * child reads its configuration from the first line of its standard input, and ends when that
     * input ends.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Sets the same locale as in the coordinator's JVM, so that digits and capitals are the
        // same everywhere.
        Locale.setDefault(Locale.ROOT);
        if (arguments.length != 4) {
            System.err.println("usage: HOST:PORT POOL ID SLOTS, the configuration on stdin");
            System.exit(USAGE);
        }
        Lifeline lifeline = new Lifeline(System.in);
        String configuration = lifeline.firstLine();
        lifeline.hold();
        WorkerNode node =
                new WorkerNode(
                        WorkerSettings.inherit(configuration),
                        new WorkerId(arguments[2]),
                        arguments[1],
                        SlotOffer.any(Integer.parseInt(arguments[3])),
                        List.of(NodeAddress.parse(arguments[0])));
        StopSignals.handle(node::leave);
        System.exit(node.run());
    }
}
