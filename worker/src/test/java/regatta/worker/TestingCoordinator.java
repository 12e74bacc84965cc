package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.artery.ArteryTransport;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Ended;
import regatta.protocol.JobId;
import regatta.protocol.NodeAddress;
import regatta.protocol.Payload;
import regatta.protocol.RemotingSettings;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.protocol.WorkerEvent;

/** The coordinator's end of the connection: an inbox at the path that workers know. */
final class TestingCoordinator implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int GLANCE_MILLIS = 20;

    private final LinkedBlockingQueue<WorkerEvent> events = new LinkedBlockingQueue<>();
    private final ActorSystem<Void> system;
    private @Nullable ActorRef<WorkerCommand> worker;
    private int nextTask;

    /**
     * Returns a free port below those that the system gives to clients. A client could take any
     * other port between two coordinators that use it. Each of several simultaneous test JVMs has
     * its own range of ports.
     */
    static int portOfItsOwn() throws IOException {
        int port = 30_000 + (int) (ProcessHandle.current().pid() % 130) * 20;
        while (true) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                port++;
            }
        }
    }

    /** Accepts workers at a port; 0 stands for any free port. */
    TestingCoordinator(int port) {
        this(port, "");
    }

    /** Accepts workers with other settings than the defaults. */
    TestingCoordinator(int port, String settings) {
        system =
                ActorSystem.create(
                        parentOf("coordinator", parentOf("inbox", inbox())),
                        NodeAddress.SYSTEM,
                        RemotingSettings.of(
                                ConfigFactory.parseString(settings)
                                        .withFallback(ConfigFactory.load()),
                                new NodeAddress("127.0.0.1", port)));
    }

    private static Behavior<Void> parentOf(String name, Behavior<?> child) {
        return Behaviors.setup(context -> {
            ActorRef<?> _ = context.spawn(child, name);
            return Behaviors.empty();
        });
    }

    private Behavior<WorkerEvent> inbox() {
        return Behaviors.receiveMessage(event -> {
            events.add(event);
            return Behaviors.same();
        });
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", system.address().getPort().orElseThrow());
    }

    /** Waits until Pekko takes no more messages from a worker's actor system. */
    void awaitGivenUp(WorkerEvent.Hello from) throws InterruptedException {
        Address peer = from.commands().path().address();
        await(() -> remoting().association(peer).associationState().isQuarantined());
    }

    /** Waits until Pekko keeps nothing of any other actor system. */
    void awaitAllForgotten() throws InterruptedException {
        await(() -> remoting().remoteAddresses().isEmpty());
    }

    private ArteryTransport remoting() {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system);
        return (ArteryTransport) ((RemoteActorRefProvider) classic.provider()).transport();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin)
                    .isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
            TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
        }
    }

    /** Returns the next event of a type and drops others. */
    <T extends WorkerEvent> T await(Class<T> type) throws InterruptedException {
        while (true) {
            WorkerEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                return fail("no %s within %d s", type.getSimpleName(), PATIENCE_SECONDS);
            }
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    /** Welcomes the next worker that says hello, and returns its hello. */
    WorkerEvent.Hello welcome(long epoch) throws InterruptedException {
        WorkerEvent.Hello hello = await(WorkerEvent.Hello.class);
        welcome(hello, epoch);
        return hello;
    }

    private void welcome(WorkerEvent.Hello hello, long epoch) {
        worker = hello.commands();
        hello.commands().tell(new WorkerCommand.Welcome(epoch, List.of()));
    }

    void run(ActorRef<WorkerCommand> worker, long epoch, int slot, String... scripts) {
        List<Dispatch> dispatches =
                Stream.of(scripts)
                        .map(script -> dispatch(slot, TestingWorkload.task(script)))
                        .toList();
        worker.tell(
                new WorkerCommand.RunAttempts(
                        epoch, 1, new JobId("job"), TestingWorkload.KIND, dispatches));
    }

    private Dispatch dispatch(int slot, Payload payload) {
        return new Dispatch(slot, nextTask++, 1, false, payload);
    }

    /** Answers hellos and acknowledges reports until {@code count} attempts have ended. */
    List<Ended> ended(long epoch, int count) throws InterruptedException {
        List<Ended> ended = new ArrayList<>();
        while (ended.size() < count) {
            switch (await(WorkerEvent.class)) {
                case WorkerEvent.Hello hello -> welcome(hello, epoch);
                case WorkerEvent.Report report -> {
                    report.jobs().forEach(part -> ended.addAll(part.ended()));
                    Objects.requireNonNull(worker, "nobody said hello")
                            .tell(new WorkerCommand.Acknowledge(epoch, report.sequence()));
                }
                case WorkerEvent.Left _ -> {}
            }
        }
        return ended;
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
