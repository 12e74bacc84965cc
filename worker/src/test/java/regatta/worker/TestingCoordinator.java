package regatta.worker;

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
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
        system =
                ActorSystem.create(
                        parentOf("coordinator", parentOf("inbox", inbox())),
                        NodeAddress.SYSTEM,
                        RemotingSettings.of(
                                ConfigFactory.load(), new NodeAddress("127.0.0.1", port)));
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
