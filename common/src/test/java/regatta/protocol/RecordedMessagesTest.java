package regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;

/**
 * Nodes of this version understand what nodes of the version before sent, so that nodes can be
 * upgraded one after the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedMessagesTest {
    private static final JobId JOB = new JobId("0192f3a4-1111-7222-8333-944455556666");
    private static final WorkerId NODE = new WorkerId("node-1");
    private static final Timings TIMINGS = new Timings(1, 2, 3, 4, 5, 6, 7);

    private ActorTestKit kit;
    private Map<String, byte[]> recorded;

    @BeforeAll
    void start() throws IOException {
        Config root = ConfigFactory.load();
        Config local = ConfigFactory.parseString("pekko.actor.provider = local");
        kit =
                ActorTestKit.create(
                        local.withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                                .withFallback(root));
        recorded = recorded("recorded-4.txt");
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void hello() {
        WorkerEvent.Hello read = read(WorkerEvent.Hello.class, "Event.Hello");
        HeldList held = new HeldList();
        held.add(JOB, new Held(0, 3, 1, State.RUNNING));
        held.add(JOB, new Held(0, 4, 1, State.QUEUED));
        NodeInfo node =
                new NodeInfo(
                        4711,
                        1.5,
                        2,
                        2,
                        1.5,
                        "A CPU",
                        "Linux 6",
                        "25.0.1",
                        List.of("-Xmx1g"),
                        List.of("sum-of-squares vector"),
                        "0.1.0",
                        0.5,
                        0.01);

        assertThat(read)
                .isEqualTo(
                        new WorkerEvent.Hello(
                                4,
                                NODE,
                                "cluster",
                                new SlotOffer(0, 2, 64),
                                "10.0.0.2:40001",
                                List.of("download", "sum-of-squares"),
                                7,
                                0,
                                12,
                                34,
                                held.jobs(),
                                true,
                                false,
                                node,
                                read.commands(),
                                read.files(),
                                Map.of()));
    }

    @Test
    void otherEvents() {
        JobReport job =
                new JobReport(
                        JOB,
                        List.of(new TaskAttempt(3, 1)),
                        List.of(
                                ended(0, 2, 1, new Outcome.Succeeded(bytes(1, 2, 3))),
                                ended(
                                        1,
                                        5,
                                        2,
                                        new Outcome.Failed(new Failure("error", "no", true)))),
                        List.of(new TaskAttempt(9, 1)));
        assertThat(read(WorkerEvent.Report.class, "Event.Report"))
                .isEqualTo(new WorkerEvent.Report(NODE, 34, List.of(job)));
        assertThat(read(WorkerEvent.Left.class, "Event.Left"))
                .isEqualTo(new WorkerEvent.Left(NODE));
    }

    @Test
    void commands() {
        WorkerCommand.Dispatch dispatch = new WorkerCommand.Dispatch(0, 3, 1, true, bytes(4, 5));
        JobAttempts attempts = new JobAttempts(JOB, List.of(new TaskAttempt(3, 1)));
        List<WorkerCommand> sent =
                List.of(
                        new WorkerCommand.Welcome(7, List.of("download")),
                        new WorkerCommand.Refused(7, "no"),
                        new WorkerCommand.RunAttempts(
                                7, 12, JOB, "sum-of-squares", List.of(dispatch)),
                        new WorkerCommand.RecallAttempts(7, JOB, 1, 2),
                        new WorkerCommand.CancelAttempts(7, attempts),
                        new WorkerCommand.Acknowledge(7, 34),
                        new WorkerCommand.Drain(7),
                        new WorkerCommand.DiscardFiles(7, JOB, "download"));

        for (WorkerCommand each : sent) {
            String name = "Command." + each.getClass().getSimpleName();
            assertThat((Object) read(each.getClass(), name)).isEqualTo(each);
        }
    }

    private static Ended ended(int slot, int task, int attempt, Outcome outcome) {
        return new Ended(slot, task, attempt, outcome, TIMINGS);
    }

    private static Payload bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Payload(bytes);
    }

    private <T> T read(Class<T> type, String name) {
        byte[] bytes = Objects.requireNonNull(recorded.get(name), name);
        return SerializationExtension.get(kit.system()).deserialize(bytes, type).get();
    }

    private static Map<String, byte[]> recorded(String file) throws IOException {
        Map<String, byte[]> all = new HashMap<>();
        try (InputStream in =
                Objects.requireNonNull(RecordedMessagesTest.class.getResourceAsStream(file))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(line -> all.put(line[0], Base64.getDecoder().decode(line[1])));
        }
        return all;
    }
}
