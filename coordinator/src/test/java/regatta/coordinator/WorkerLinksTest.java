package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.protocol.FileRequest;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerCommand.Acknowledge;
import regatta.protocol.WorkerCommand.Welcome;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;

/** Tests when the coordinator tells a worker which reports it may forget. */
class WorkerLinksTest {
    private static final long EPOCH = 7;
    private static final WorkerId WORKER = new WorkerId("node");
    private static final Welcome WELCOME = new Welcome(EPOCH, List.of());

    private final TestInbox<WorkerCommand> commands = TestInbox.create();
    private final TestInbox<FileRequest> files = TestInbox.create();
    private final long start = System.nanoTime();
    private final WorkerLinks links = new WorkerLinks(EPOCH, start);

    @BeforeEach
    void hello() {
        boolean _ =
                links.welcome(
                        TestingCoordinator.hello(
                                commands.getRef(),
                                files.getRef(),
                                WorkerEvent.PROTOCOL_VERSION,
                                EPOCH),
                        List.of(),
                        List.of());
    }

    @Test
    void withTheAnswerToItsNextHello() {
        links.acknowledge(WORKER, 1, false);
        assertThat(commands.getAllReceived()).containsExactly(WELCOME);
        hello();
        hello();
        assertThat(commands.getAllReceived())
                .containsExactly(WELCOME, new Acknowledge(EPOCH, 1), WELCOME);
    }

    @Test
    void withoutAHelloByTheEndOfTheNextSecond() {
        links.acknowledge(WORKER, 1, false);
        tick(1.1);
        tick(1.9);
        assertThat(commands.getAllReceived()).containsExactly(WELCOME);
        tick(2.2);
        tick(3.3);
        assertThat(commands.getAllReceived()).containsExactly(new Acknowledge(EPOCH, 1));
    }

    @Test
    void notTwiceWhenAHelloCameMeanwhile() {
        links.acknowledge(WORKER, 1, false);
        tick(1.1);
        hello();
        tick(2.2);
        assertThat(commands.getAllReceived())
                .containsExactly(WELCOME, WELCOME, new Acknowledge(EPOCH, 1));
    }

    @Test
    void atOnceWhenManyReportsAreKeptOrAnAttemptWaitsForItsStart() {
        for (int report = 1; report <= 8; report++) {
            links.acknowledge(WORKER, report, false);
        }
        links.acknowledge(WORKER, 9, true);
        assertThat(commands.getAllReceived())
                .containsExactly(WELCOME, new Acknowledge(EPOCH, 8), new Acknowledge(EPOCH, 9));
    }

    private void tick(double seconds) {
        links.acknowledge(start + Duration.ofMillis(Math.round(1_000 * seconds)).toNanos());
    }
}
