package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import regatta.protocol.FileRequest;
import regatta.protocol.NodeInfo;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerEvent.Hello;
import regatta.protocol.WorkerId;

class SharedKindsTest {
    private final SharedKinds shared =
            new SharedKinds(
                    List.of("download", "rowing", "sailing"),
                    Map.of("rowing", "a1", "sailing", "b2"));

    @Test
    void aWorkerWithTheSamePluginsRunsEverything() {
        Hello hello =
                hello(
                        List.of("download", "rowing", "sailing"),
                        Map.of("rowing", "a1", "sailing", "b2"));

        assertThat(shared.usable(hello)).isEqualTo(hello.kinds());
        assertThat(shared.lacking(hello)).isEmpty();
        assertThat(shared.differing(hello)).isEmpty();
    }

    @Test
    void aWorkerGetsNothingOfAPluginThatItLacksOrHasInAnotherVersion() {
        Hello hello = hello(List.of("download", "rowing"), Map.of("rowing", "a2"));

        assertThat(shared.usable(hello)).containsExactly("download");
        assertThat(shared.lacking(hello)).containsExactly("sailing");
        assertThat(shared.differing(hello)).containsExactly("rowing");
    }

    @Test
    void aPluginIsNoBuiltInWorkloadOfTheSameKind() {
        assertThat(shared.differing(hello(List.of("rowing"), Map.of()))).containsExactly("rowing");
        assertThat(shared.differing(hello(List.of("download"), Map.of("download", "c3"))))
                .containsExactly("download");
    }

    private static Hello hello(List<String> kinds, Map<String, String> plugins) {
        return new Hello(
                WorkerEvent.PROTOCOL_VERSION,
                new WorkerId("node"),
                "cluster",
                SlotOffer.any(1),
                "there:1",
                kinds,
                1,
                0,
                0,
                1,
                List.of(),
                true,
                false,
                new NodeInfo(1, 2, "A CPU", "Linux", "25", List.of(), "0.1.0", 0.5, 0),
                TestInbox.<WorkerCommand>create().getRef(),
                TestInbox.<FileRequest>create().getRef(),
                plugins);
    }
}
