package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.plugin.BlockSettings;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerCommand.Acknowledge;
import regatta.protocol.WorkerCommand.RunAttempts;
import regatta.protocol.WorkerCommand.Welcome;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;
import regatta.workload.Workloads;
import regatta.workload.download.Download;
import regatta.workload.download.Source;

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

    /** A hello echoes the number: what it names must have arrived whole. */
    @Test
    void numbersOnlyTheLastPartOfALargeDispatch() {
        String url = "https://host/" + "x".repeat(1_900);
        Source source = new Source(url, null, null, null, null, Map.of());
        int tasks = 200;
        Download.Spec spec = new Download.Spec(Collections.nCopies(tasks, source), 1, null, null);
        JobSpec job = new JobSpec("download", spec, "", null, null, 1, null, 0);
        JobId id = JobId.random();
        Workloads workloads = Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));
        List<Decision.Assignment> all =
                IntStream.range(0, tasks)
                        .mapToObj(task -> new Decision.Assignment(0, task, 1, false))
                        .toList();

        links.run(
                new Decision.Run(WORKER, 9, id, all),
                JobWorkload.of(workloads.find("download").orElseThrow(), spec),
                new Job(id, 0, "cluster", 1, job, tasks, Instant.EPOCH));

        List<RunAttempts> sent =
                commands.getAllReceived().stream()
                        .filter(RunAttempts.class::isInstance)
                        .map(RunAttempts.class::cast)
                        .toList();
        assertThat(sent).hasSizeGreaterThan(2);
        assertThat(sent.subList(0, sent.size() - 1))
                .extracting(RunAttempts::sequence)
                .containsOnly(8L);
        assertThat(sent.getLast().sequence()).isEqualTo(9);
        assertThat(sent)
                .allSatisfy(part ->
                        assertThat(
                                        part.attempts().stream()
                                                .mapToInt(one -> one.payload().size())
                                                .sum())
                                .isLessThanOrEqualTo(96 << 10));
        assertThat(sent.stream().flatMap(part -> part.attempts().stream()))
                .extracting(WorkerCommand.Dispatch::task)
                .containsExactlyElementsOf(IntStream.range(0, tasks).boxed().toList());
    }

    private void tick(double seconds) {
        links.acknowledge(start + Duration.ofMillis(Math.round(1_000 * seconds)).toNanos());
    }
}
