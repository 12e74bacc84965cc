package regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.jackson.JacksonObjectMapperProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.util.Try;

/** A message that breaks a limit is never made: its bytes cannot be read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMessageTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private ActorTestKit kit;
    private Serialization serialization;
    private ObjectMapper cbor;
    private ActorRef<WorkerCommand> commands;
    private WorkerEvent.Hello hello;

    @BeforeAll
    void start() {
        Config root = ConfigFactory.load();
        Config local = ConfigFactory.parseString("pekko.actor.provider = local");
        kit =
                ActorTestKit.create(
                        local.withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                                .withFallback(root));
        serialization = SerializationExtension.get(kit.system());
        cbor =
                JacksonObjectMapperProvider.get(kit.system())
                        .getOrCreate("jackson-cbor", Optional.empty());
        commands = kit.createTestProbe(WorkerCommand.class).getRef();
        hello =
                new WorkerEvent.Hello(
                        WorkerEvent.PROTOCOL_VERSION,
                        new WorkerId("w"),
                        "cluster",
                        SlotOffer.any(2),
                        "127.0.0.1:1",
                        List.of("download"),
                        1,
                        0,
                        1,
                        1,
                        List.of(),
                        true,
                        false,
                        new NodeInfo(1, 2, "A CPU", "Linux", "25", List.of(), "0.1.0", 0.5, 0),
                        commands,
                        kit.createTestProbe(FileRequest.class).getRef());
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/worker = null",
                "/worker = ''",
                "/worker = 'a\\nb'",
                "/pool = null",
                "/slots = null",
                "/slots/any = -1",
                "/slots/any = 5000",
                "/address = null",
                "/kinds = [null]",
                "/kinds = ['']",
                "/epoch = -1",
                "/unanswered = -1",
                "/lastRun = 9223372036854775807",
                "/nextReport = 0",
                "/held = [{'job': null, 'runs': []}]",
                "/held = [{'job': '../../etc', 'runs': []}]",
                "/held = [{'job': 'a', 'runs': [[0, 0, 1, 1, null]]}]",
                "/held = [{'job': 'a', 'runs': [[4096, 0, 1, 1, 'QUEUED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, -1, 1, 1, 'QUEUED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, 2147483647, 2, 1, 'QUEUED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, 0, 1, 0, 'QUEUED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, 0, 1000001, 1, 'ENDED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, 0, 2051, 1, 'QUEUED']]}]",
                "/held = [{'job': 'a', 'runs': [[0, 0, 131073, 1, 'ENDED']]}]",
                "/node = null",
                "/node/cores = -1",
                "/node/cores = 1e300",
                "/commands = null",
                "/files = null",
            })
    void refusesAHelloThatSays(String what) throws Exception {
        assertThat(read(bytes(hello))).isEqualTo(hello);
        assertThatThrownBy(() -> read(changed(hello, what))).isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/worker = null",
                "/sequence = 0",
                "/jobs = null",
                "/jobs = [null]",
                "/jobs/0/job = null",
                "/jobs/0/started = null",
                "/jobs/0/started = [[-1, 1]]",
                "/jobs/0/returned = [[0, 0]]",
                "/jobs/0/ended = [[-1, 0, 1, ['c', {}], [0, 0, 0, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, null, [0, 0, 0, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, ['s', {}], [0, 0, 0, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, ['f', {}], [0, 0, 0, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, ['c', {}], null]]",
                "/jobs/0/ended = [[0, 0, 1, ['c', {}], [0, -1, 0, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, ['c', {}], [0, 0, -2, 0, 0, 0, 0]]]",
                "/jobs/0/ended = [[0, 0, 1, ['c', {}], [0, 9223372036854775807, 0, 0, 0, 0, 0]]]",
                "/jobs/0/use = [0, 0, 0, -2, 0, 0]",
            })
    void refusesAReportThatSays(String what) throws Exception {
        JobReport job = new JobReport(new JobId("a"), List.of(), List.of(), List.of());
        WorkerEvent report = new WorkerEvent.Report(new WorkerId("w"), 1, List.of(job));
        String harmless = "/jobs/0/ended = [[0, 0, 1, ['c', {}], [0, 1, -1, -1, 0, 0, 0]]]";

        assertThat(read(changed(report, harmless))).isInstanceOf(WorkerEvent.Report.class);
        assertThatThrownBy(() -> read(changed(report, what))).isInstanceOf(Exception.class);
    }

    @Test
    void takesAHelloOfAWorkerWithFullQueues() throws Exception {
        String full =
                "/held = [{'job': 'a', 'runs': [[0, 0, 2050, 1, 'QUEUED'], [0, 9, 131072, 1, 'ENDED']]}]";

        assertThat(read(changed(hello, full))).isInstanceOf(WorkerEvent.Hello.class);
    }

    /** What a hello of few bytes would expand to is counted before anything is expanded. */
    @Test
    void refusesAHelloThatClaimsBillionsOfAttempts() throws Exception {
        String runs = "[0, 0, 1000000, 1, 'QUEUED'],".repeat(8_000);
        String bomb =
                "/held = [{'job': 'a', 'runs': [" + runs.substring(0, runs.length() - 1) + "]}]";

        assertThatThrownBy(() -> read(changed(hello, bomb)))
                .hasRootCauseMessage(
                        "the attempts that a worker of these slots holds must be 0 to 2,050,"
                                + " not 8,000,000,000");
    }

    @Test
    void refusesNothing() {
        byte[] nothing = {(byte) 0xf6};

        assertThatThrownBy(() -> read(nothing)).hasMessageContaining("no message between nodes");
    }

    @Test
    void shortensWhatIsOnlyForPeople() throws Exception {
        WorkerEvent.Hello read =
                (WorkerEvent.Hello)
                        read(changed(hello, "/node/cpu = '" + "x".repeat(100_000) + "'"));

        assertThat(read.node().cpu()).hasSizeLessThan(1_000);
    }

    /** Whatever comes of changed bytes is refused, or is a message that keeps to its limits. */
    @Test
    void takesNoHarmFromChangedBytes() {
        SplittableRandom random = new SplittableRandom(Long.getLong("regatta.wall.seed", 1));
        List<WireMessage> messages =
                Samples.leaves(WireMessage.class)
                        .flatMap(type -> new Samples(commands).of(type).stream())
                        .map(WireMessage.class::cast)
                        .toList();
        int taken = 0;
        for (int i = 0; i < Integer.getInteger("regatta.wall.messages", 10_000); i++) {
            WireMessage message = messages.get(random.nextInt(messages.size()));
            byte[] bytes = bytes(message);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Try<?> read = serialization.deserialize(bytes, message.getClass());
            taken += read.isSuccess() ? 1 : 0;
            assertThat(read.isSuccess() || read.failed().get() instanceof Exception).isTrue();
        }
        assertThat(taken).isPositive();
    }

    private byte[] changed(WireMessage message, String what) throws Exception {
        String[] parts = what.split(" = ", 2);
        int name = parts[0].lastIndexOf('/');
        JsonNode tree = cbor.readTree(bytes(message));
        ((ObjectNode) tree.at(parts[0].substring(0, name)))
                .set(parts[0].substring(name + 1), JSON.readTree(parts[1]));
        return cbor.writeValueAsBytes(tree);
    }

    private byte[] bytes(WireMessage message) {
        return serialization.serialize(message).get();
    }

    private Object read(byte[] bytes) {
        return serialization.deserialize(bytes, WorkerEvent.class).get();
    }
}
