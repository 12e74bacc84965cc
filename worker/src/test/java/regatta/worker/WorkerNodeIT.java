package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.NodeAddress;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerEvent.Hello;

/** Runs workers in JVMs of their own, over real connections. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class WorkerNodeIT {
    private static final int SECONDS = 30;

    private static final String GIVES_UP_SOON =
            """
            regatta.pekko.remote.artery.advanced {
              tcp.connection-timeout = 1 s
              stop-idle-outbound-after = 1 s
              quarantine-idle-outbound-after = 2 s
            }
            regatta.pekko.remote.artery.advanced.remove-quarantined-association-after\
            """;

    @Test
    void joinsRunsReportsEvenTooLargeOutputsAndLeaves() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "joins", "")) {
            Hello hello = coordinator.welcome(1);
            assertThat(hello.worker().value()).isEqualTo("joins");
            assertThat(hello.pool()).isEqualTo("processes");
            assertThat(hello.slots().any()).isEqualTo(2);
            assertThat(hello.address()).startsWith("127.0.0.1:");

            coordinator.run(hello.commands(), 1, 0, "ok", "large 131072", "large 131072");
            coordinator.run(hello.commands(), 1, 1, "ok");

            assertThat(coordinator.ended(1, 4))
                    .extracting(Ended::outcome)
                    .hasOnlyElementsOfType(Outcome.Succeeded.class);
            tellsOfOutputsThatAreTooLargeForAFrame(coordinator, hello);
            hello.commands().tell(new WorkerCommand.Drain(1));
            coordinator.await(WorkerEvent.Left.class);
            assertThat(node.awaitExit(SECONDS)).isZero();
        }
    }

    private static void tellsOfOutputsThatAreTooLargeForAFrame(
            TestingCoordinator coordinator, Hello hello) throws InterruptedException {
        coordinator.run(hello.commands(), 1, 0, "large 307200", "large 3145728", "ok");

        assertThat(coordinator.ended(1, 3))
                .extracting(ended ->
                        ended.outcome() instanceof Outcome.Failed(Failure failure)
                                ? failure.kind()
                                : "succeeded")
                .containsExactly(Failure.OUTPUT_TOO_LARGE, Failure.OUTPUT_TOO_LARGE, "succeeded");
    }

    @Test
    void returnsToARestartedCoordinatorWithWhatItHolds() throws Exception {
        TestingCoordinator before = new TestingCoordinator(TestingCoordinator.portOfItsOwn());
        NodeAddress address = before.address();
        try (TestingNode _ = new TestingNode(address, "returns", "")) {
            try (before) {
                before.run(before.welcome(1).commands(), 1, 0, "wait 100", "wait 4000");
                before.await(WorkerEvent.Report.class);
            }
            try (TestingCoordinator after = new TestingCoordinator(address.port())) {
                Hello hello = after.welcome(2);

                assertThat(hello.held().getFirst().attempts())
                        .extracting(HeldAttempts.Held::state)
                        .contains(State.ENDED);
                assertThat(after.ended(2, 2)).extracting(Ended::task).containsExactly(0, 1);
            }
        }
    }

    @Test
    void startsANewActorSystemWithoutAnAnswer() throws Exception {
        String hasty = "regatta.worker.hello-interval = 100 ms";
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode _ = new TestingNode(coordinator.address(), "fresh", hasty)) {
            Hello first = coordinator.welcome(1);
            coordinator.run(first.commands(), 1, 0, "wait 5000");
            Hello fresh = coordinator.await(Hello.class);
            while (fresh.address().equals(first.address())) {
                fresh = coordinator.await(Hello.class);
            }

            assertThat(fresh.worker()).isEqualTo(first.worker());
            assertThat(fresh.epoch()).isEqualTo(1);
            assertThat(fresh.lastRun()).isEqualTo(1);
            assertThat(fresh.held()).hasSize(1);
            fresh.commands().tell(new WorkerCommand.Welcome(1, List.of()));
            assertThat(coordinator.ended(1, 1)).hasSize(1);
        }
    }

    @Test
    void returnsToACoordinatorWhoseRemotingHasGivenItUp() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0, GIVES_UP_SOON + " = 1 h");
                TestingNode node = new TestingNode(coordinator.address(), "frozen", "")) {
            Hello first = coordinator.await(Hello.class);
            node.signal("STOP");
            coordinator.awaitGivenUp(first);

            node.signal("CONT");
            Hello fresh = coordinator.await(Hello.class);
            while (fresh.address().equals(first.address())) {
                fresh = coordinator.await(Hello.class);
            }

            assertThat(fresh.worker()).isEqualTo(first.worker());
        }
    }

    @Test
    void remotingForgetsNodesThatDied() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0, GIVES_UP_SOON + " = 1 s")) {
            try (TestingNode _ = new TestingNode(coordinator.address(), "dies", "");
                    TestingNode _ = new TestingNode(coordinator.address(), "dies-too", "")) {
                Hello one = coordinator.welcome(1);
                Hello other = coordinator.welcome(1);
                while (other.worker().equals(one.worker())) {
                    other = coordinator.welcome(1);
                }
            }

            coordinator.awaitAllForgotten();
        }
    }

    @Test
    void stopsWhenRefused() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "refused", "")) {
            Hello hello = coordinator.await(Hello.class);
            hello.commands().tell(new WorkerCommand.Refused(1, "another protocol"));

            assertThat(node.awaitExit(SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void theFirstSignalDrains() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "drains", "")) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "wait 1500");
            coordinator.await(WorkerEvent.Report.class);

            node.terminate();

            Ended ended = coordinator.ended(1, 1).getFirst();
            assertThat(ended.outcome()).isInstanceOf(Outcome.Succeeded.class);
            coordinator.await(WorkerEvent.Left.class);
            assertThat(node.awaitExit(SECONDS)).isZero();
        }
    }

    @Test
    void theDrainLimitHandsBackRunningAttempts() throws Exception {
        String limit = "regatta.worker.drain-limit = 500 ms";
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "limit", limit)) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "deaf 600000");
            coordinator.await(WorkerEvent.Report.class);

            node.terminate();

            Ended ended = coordinator.ended(1, 1).getFirst();
            assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled());
            assertThat(node.awaitExit(SECONDS)).isZero();
        }
    }

    @Test
    void continuesToDrainWhileItsCoordinatorIsAway() throws Exception {
        String hasty =
                "regatta.worker { hello-interval = 100 ms, unanswered-hellos = 3, drain-limit = 1m }";
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "alone", hasty)) {
            Hello first = coordinator.welcome(1);
            coordinator.run(first.commands(), 1, 0, "wait 3000");
            coordinator.await(WorkerEvent.Report.class);

            node.terminate();
            Hello fresh = coordinator.await(Hello.class);
            while (fresh.address().equals(first.address())) {
                fresh = coordinator.await(Hello.class);
            }

            Ended ended = coordinator.ended(1, 1).getFirst();
            assertThat(ended.outcome()).isInstanceOf(Outcome.Succeeded.class);
            coordinator.await(WorkerEvent.Left.class);
            assertThat(node.awaitExit(SECONDS)).isZero();
        }
    }

    @Test
    void theDrainLimitHoldsWithoutACoordinator() throws Exception {
        String hasty =
                "regatta.worker { hello-interval = 100 ms, unanswered-hellos = 3, drain-limit = 2s }";
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "unheard", hasty)) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "deaf 600000");
            coordinator.await(WorkerEvent.Report.class);
            long asked = System.nanoTime();

            node.terminate();

            assertThat(node.awaitExit(SECONDS)).isZero();
            assertThat(System.nanoTime() - asked).isGreaterThan(2_000_000_000L);
        }
    }

    @Test
    void theSecondSignalExitsAtOnce() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "signals", "")) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "deaf 600000");
            coordinator.await(WorkerEvent.Report.class);
            node.terminate();
            Hello hello = coordinator.await(Hello.class);
            while (!hello.draining()) {
                hello = coordinator.await(Hello.class);
            }

            node.terminate();

            // Without the second signal it would drain first, and exit with zero.
            assertThat(node.awaitExit(SECONDS)).isEqualTo(128 + 15);
        }
    }

    @Test
    void endsWhenItsInputClosesEvenIfAttemptsRun() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "lifeline", "")) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "deaf 600000");
            coordinator.run(commands, 1, 1, "deaf 600000");
            coordinator.await(WorkerEvent.Report.class);

            node.closeInput();

            assertThat(node.awaitExit(SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aTaskWithoutMemoryEndsItsJvm() throws Exception {
        try (TestingCoordinator coordinator = new TestingCoordinator(0);
                TestingNode node = new TestingNode(coordinator.address(), "memory", "")) {
            ActorRef<WorkerCommand> commands = coordinator.welcome(1).commands();
            coordinator.run(commands, 1, 0, "large 1000000000");

            assertThat(node.awaitExit(SECONDS)).isEqualTo(3);
        }
    }
}
