package regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.jackson.JacksonObjectMapperProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireMessageTest {
    private static final int ATTEMPTS = 512;

    private ActorTestKit kit;
    private ActorRef<WorkerCommand> ref;
    private ActorRef<FileRequest> files;

    @BeforeAll
    void start() {
        Config root = ConfigFactory.load();
        Config local = ConfigFactory.parseString("pekko.actor.provider = local");
        kit =
                ActorTestKit.create(
                        local.withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                                .withFallback(root));
        ref = kit.createTestProbe(WorkerCommand.class).getRef();
        files = kit.createTestProbe(FileRequest.class).getRef();
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    static Stream<Class<?>> leaves() {
        return Samples.leaves(WireMessage.class);
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void crossesTheWireUnchanged(Class<?> type) {
        List<?> samples = new Samples(ref).of(type);

        assertThat(samples).isNotEmpty();
        for (Object sample : samples) {
            assertThat(kit.serializationTestKit().verifySerialization(sample, true))
                    .isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void isBoundToCborAndNothingElse(Class<?> type) throws Exception {
        assertThat(
                        SerializationExtension.get(kit.system())
                                .serializerFor(type)
                                .getClass()
                                .getSimpleName())
                .isEqualTo("WireSerializer");
    }

    @Test
    void namesEveryTypeWithoutItsClass() {
        WorkerCommand welcome = new WorkerCommand.Welcome(3, List.of());

        assertThat(bytes(welcome))
                .containsSubsequence("welcome".getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(50);
    }

    @Test
    void aFullReportFitsIntoAFrame() {
        List<Ended> ended =
                IntStream.range(0, ATTEMPTS)
                        .mapToObj(i -> ended(i, new Payload(new byte[256])))
                        .toList();
        JobReport job = new JobReport(JobId.random(), List.of(), ended, List.of());

        assertThat(bytes(new WorkerEvent.Report(new WorkerId("w"), 1, List.of(job))))
                .hasSizeLessThan(200 * 1024);
    }

    /** Each slot has the tasks of one dispatch in sequence. */
    @Test
    void aHundredThousandHeldOutcomesFitIntoAFrame() {
        HeldList held = new HeldList();
        JobId job = JobId.random();
        for (int task = 0; task < 100_000; task++) {
            held.add(job, new Held(task / 256 % 2, task, 1, State.ENDED));
        }

        assertThat(held.isComplete()).isTrue();
        assertThat(held.jobs().getFirst().attempts())
                .hasSize(100_000)
                .endsWith(new Held(0, 99_999, 1, State.ENDED));
        assertThat(bytes(hello(held))).hasSizeLessThan(16 * 1024);
    }

    @Test
    void whatIsTooMuchForAFrameIsLeftOutOfAHello() {
        HeldList held = new HeldList();
        JobId job = JobId.random();
        for (int task = 0; task < 100_000; task++) {
            held.add(job, new Held(4_095 - task % 2, Integer.MAX_VALUE - task, 100, State.ENDED));
        }

        assertThat(held.isComplete()).isFalse();
        assertThat(bytes(hello(held))).hasSizeLessThan(200 * 1024);
    }

    /** A coordinator of this version must read the hello to refuse it. */
    @Test
    void readsAHelloOfAnotherVersion() throws Exception {
        WorkerEvent.Hello hello = hello(new HeldList());
        ObjectMapper mapper =
                JacksonObjectMapperProvider.get(kit.system())
                        .getOrCreate("jackson-cbor", Optional.empty());
        ObjectNode other = (ObjectNode) mapper.readTree(bytes(hello));
        other.retain("type", "protocolVersion", "commands");
        other.put("protocolVersion", 99).put("colour", "red");

        Object read =
                SerializationExtension.get(kit.system())
                        .deserialize(mapper.writeValueAsBytes(other), WorkerEvent.Hello.class)
                        .get();

        assertThat(read)
                .isInstanceOfSatisfying(
                        WorkerEvent.Hello.class,
                        said -> {
                            assertThat(said.protocolVersion()).isEqualTo(99);
                            assertThat(said.commands()).isEqualTo(ref);
                            assertThat(said.kinds()).isEmpty();
                            assertThat(said.held()).isEmpty();
                        });
    }

    @Test
    void aFailureThatNamesNoSideIsTheTasks() throws Exception {
        String earlier = "{\"kind\":\"error\",\"message\":\"no\",\"retryable\":true}";

        assertThat(new ObjectMapper().readValue(earlier, Failure.class))
                .isEqualTo(new Failure("error", "no", true));
    }

    private WorkerEvent.Hello hello(HeldList held) {
        return new WorkerEvent.Hello(
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
                held.jobs(),
                held.isComplete(),
                false,
                new NodeInfo(1, 2, "A CPU", "Linux", "25", List.of("-Xmx1g"), "0.1.0", 0.5, 0),
                ref,
                files);
    }

    private static Ended ended(int i, Payload output) {
        long nanos = 1L << 50;
        return new Ended(
                i,
                Integer.MAX_VALUE - i,
                1,
                new Outcome.Succeeded(output),
                new Timings(nanos, nanos, nanos, nanos, nanos, nanos, nanos));
    }

    private byte[] bytes(WireMessage message) {
        return SerializationExtension.get(kit.system()).serialize(message).get();
    }
}
