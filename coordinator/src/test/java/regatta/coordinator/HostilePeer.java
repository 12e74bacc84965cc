package regatta.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Status;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.testkit.javadsl.TestKit;
import regatta.protocol.NodeAddress;
import regatta.protocol.RemotingSettings;

/** A peer that speaks Pekko's protocol and sends what no node sends. For one thread. */
final class HostilePeer implements AutoCloseable {
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final List<String> ACTORS =
            List.of(
                    "/user",
                    "/user/coordinator",
                    "/user/coordinator/inbox",
                    "/user/coordinator-watch",
                    "/system",
                    "/system/IO-TCP",
                    "/temp/a",
                    "/deadLetters",
                    "/remote");

    private final SplittableRandom random;
    private final ActorSystem system;
    private final NodeAddress target;

    HostilePeer(NodeAddress target, long seed) {
        this.random = new SplittableRandom(seed);
        this.target = target;
        Config raw =
                ConfigFactory.parseString(
                        """
                        regatta.pekko.actor {
                          serializers.jackson-cbor = "%1$s$Raw"
                          serialization-bindings { "%1$s$Message" = jackson-cbor }
                        }
                        """
                                .formatted(HostilePeer.class.getName()));
        Config root = raw.withFallback(ConfigFactory.load()).resolve();
        system =
                ActorSystem.create(
                        NodeAddress.SYSTEM,
                        RemotingSettings.of(root, new NodeAddress("127.0.0.1", 0)));
    }

    /** Bytes that go out as they are, as a message of a class. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    record Message(byte[] bytes, String type) {}

    /** Pretends to be the serializer of nodes. */
    public static final class Raw extends SerializerWithStringManifest {
        private final int identifier;

        /** Made by Pekko. */
        public Raw(ExtendedActorSystem system, String binding) {
            identifier =
                    system.settings()
                            .config()
                            .getInt("pekko.actor.serialization-identifiers.jackson-cbor");
        }

        @Override
        public int identifier() {
            return identifier;
        }

        @Override
        public String manifest(Object message) {
            return ((Message) message).type();
        }

        @Override
        public byte[] toBinary(Object message) {
            return ((Message) message).bytes();
        }

        @Override
        public Object fromBinary(byte[] bytes, String manifest) {
            return new Message(bytes, manifest);
        }
    }

    /** Sends every actor what could end it. */
    void sendPoison() {
        for (String actor : ACTORS) {
            ActorSelection selected = system.actorSelection(path(actor));
            for (Object message :
                    List.of(
                            PoisonPill.getInstance(),
                            Kill.getInstance(),
                            "text",
                            7,
                            true,
                            new Identify("who"),
                            new Status.Failure(new IllegalStateException("no")),
                            new Message(new byte[0], "regatta.protocol.WorkerCommand$Drain"))) {
                selected.tell(message, ActorRef.noSender());
                reference(actor).tell(message, ActorRef.noSender());
            }
        }
    }

    /** Sends the inbox messages with random changes, and bytes that are none. */
    void sendNoise(int messages) throws IOException {
        ActorRef inbox = reference("/user/coordinator/inbox");
        for (int i = 0; i < messages; i++) {
            inbox.tell(noise(), ActorRef.noSender());
        }
    }

    /** Returns when the coordinator has read all that was sent: remoting keeps the order. */
    void awaitRead() throws IOException {
        TestKit probe = new TestKit(system);
        String hello =
                """
                {"type": "hello", "protocolVersion": 99, "worker": "last", "commands": "%s"}
                """
                        .formatted(
                                probe.getRef()
                                        .path()
                                        .toSerializationFormatWithAddress(
                                                ((ExtendedActorSystem) system)
                                                        .provider()
                                                        .getDefaultAddress()));
        byte[] bytes = CBOR.writeValueAsBytes(new ObjectMapper().readTree(hello));
        reference("/user/coordinator/inbox")
                .tell(
                        new Message(bytes, "regatta.protocol.WorkerEvent$Hello"),
                        ActorRef.noSender());
        probe.expectMsgClass(Duration.ofMinutes(2), Message.class);
    }

    private Message noise() throws IOException {
        String type = pick("WorkerEvent$Hello", "WorkerEvent$Report", "WorkerEvent$Left", "JobId");
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (random.nextInt(4) > 0) {
            JsonNode tree = new ObjectMapper().readTree(sample(type));
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                change(tree);
            }
            bytes = CBOR.writeValueAsBytes(tree);
        }
        return new Message(
                bytes,
                random.nextInt(20) > 0
                        ? "regatta.protocol." + type
                        : pick("java.lang.Runtime", "regatta.protocol.Nothing", "", "\n"));
    }

    private static String sample(String type) {
        String hello =
                """
                {"type": "hello", "protocolVersion": 4, "worker": "stranger", "pool": "cluster",
                 "slots": {"any": 1, "computing": 0, "waiting": 0}, "address": "127.0.0.1:1",
                 "kinds": ["sum-of-squares"], "epoch": 0, "unanswered": 3, "lastRun": 0,
                 "nextReport": 1, "held": [{"job": "a", "runs": [[0, 0, 5, 1, "QUEUED"]]}],
                 "heldAll": true, "draining": false,
                 "node": {"pid": 1, "cores": 1, "cpu": "x", "flags": ["-X"], "load": 0},
                 "commands": "pekko://regatta@127.0.0.1:1/user/a#1",
                 "files": "pekko://regatta@127.0.0.1:1/user/b#2"}
                """;
        String report =
                """
                {"type": "report", "worker": "stranger", "sequence": 1, "jobs": [
                 {"job": "a", "started": [[0, 1]], "returned": [[0, 1]],
                  "ended": [[0, 0, 1, ["s", "AA=="], [0, 0, 0, 0, 0, 0, 0]]]}]}
                """;
        return type.endsWith("Report") ? report : hello;
    }

    /** Puts something else in the place of one value, at any depth. */
    private void change(JsonNode tree) {
        List<JsonNode> inner =
                Stream.concat(Stream.of(tree), descendants(tree))
                        .filter(node -> node.isContainerNode() && !node.isEmpty())
                        .toList();
        if (inner.isEmpty()) {
            return;
        }
        switch (inner.get(random.nextInt(inner.size()))) {
            case ObjectNode object -> {
                List<String> names =
                        List.copyOf(object.propertyStream().map(e -> e.getKey()).toList());
                object.set(names.get(random.nextInt(names.size())), value());
            }
            case ArrayNode array -> array.set(random.nextInt(array.size()), value());
            case JsonNode other -> throw new IllegalStateException(other.toString());
        }
    }

    private static Stream<JsonNode> descendants(JsonNode node) {
        return node.valueStream()
                .flatMap(each -> Stream.concat(Stream.of(each), descendants(each)));
    }

    private JsonNode value() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> make.nullNode();
            case 1 -> make.numberNode(-1);
            case 2 -> make.numberNode(4_096);
            case 3 -> make.numberNode(Integer.MAX_VALUE);
            case 4 -> make.numberNode(Long.MAX_VALUE);
            case 5 -> make.numberNode(1e300);
            case 6 -> make.textNode("x".repeat(random.nextInt(20_000)));
            case 7 -> make.arrayNode().add(make.nullNode());
            default -> make.objectNode();
        };
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String path(String actor) {
        return "pekko://" + NodeAddress.SYSTEM + "@" + target + actor;
    }

    private ActorRef reference(String actor) {
        return ((ExtendedActorSystem) system).provider().resolveActorRef(path(actor));
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
