package regatta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import regatta.coordinator.placement.LocalNodes;

/** Whatever peers send to the port for workers, the coordinator and its worker go on. */
@Timeout(300)
@Isolated("it counts what is logged")
class PeersIT {
    private static final int MESSAGES = Integer.getInteger("regatta.wall.messages", 2_000);
    private static final long SEED = Long.getLong("regatta.wall.seed", 1);
    private static final String SUM = "333333328333333350000000";

    @TempDir private static Path folder;
    private static TestingNode node;
    private static LocalNodes worker;
    private static final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();

    private static final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                        logged.add(event);
                    }
                }
            };

    @BeforeAll
    static void start() throws Exception {
        node = new TestingNode(folder, "");
        worker = node.startNodes(1);
        awaitWorker();
        appender.start();
        root().addAppender(appender);
    }

    @AfterAll
    static void stop() {
        root().detachAppender(appender);
        worker.close();
        node.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static JsonNode awaitWorker() throws Exception {
        return node.await(
                "/api/v1/workers",
                workers ->
                        workers.at("/items")
                                .valueStream()
                                .anyMatch(each ->
                                        each.at("/pool").asText().equals("cluster")
                                                && each.at("/state").asText().equals("JOINED")));
    }

    @Test
    void goesOnWhateverAPeerSends() throws Exception {
        String running = node.sums("cluster", 1, 100_000_000, 200);
        logged.clear();
        try (HostilePeer peer = new HostilePeer(node.cluster(), SEED)) {
            peer.sendPoison();
            peer.sendNoise(MESSAGES);
            peer.awaitRead();
        }

        checkWorks(running);
        assertThat(logged).hasSizeLessThan(100);
    }

    /** Each such frame makes this version of Pekko's decoder read it again for ever. */
    @Test
    void endsConnectionsWithFramesOfNegativeLength() throws Exception {
        String running = node.sums("cluster", 1, 100_000_000, 200);
        logged.clear();
        for (int stream = 1; stream <= 3; stream++) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), node.cluster().port())) {
                OutputStream out = socket.getOutputStream();
                out.write("AKKA".getBytes(StandardCharsets.US_ASCII));
                out.write(stream);
                out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(-4).array());
                out.flush();
                socket.setSoTimeout(60_000);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }

        checkWorks(running);
        assertThat(logged).hasSizeLessThan(100);
    }

    @Test
    void failsOnlyTheJobWhoseWorkloadFails() throws Exception {
        String broken =
                node.submit(
                        """
                        {"workload": {"kind": "scripted", "scripts": ["", "no-task"]},
                         "mode": "batch"}
                        """);

        JsonNode ended = node.awaitEnd(broken);

        assertThat(ended.at("/state").asText()).isEqualTo("FAILED");
        assertThat(ended.at("/failure/message").asText()).contains("scripted", "a bug");
        String after =
                node.submit(
                        "{\"workload\": {\"kind\": \"scripted\", \"scripts\": [\"\"]}, \"mode\": \"batch\"}");
        assertThat(node.awaitEnd(after).at("/state").asText()).isEqualTo("SUCCEEDED");
        checkWorks(node.sums("cluster", 1, 100_000_000, 1));
    }

    private static void checkWorks(String running) throws Exception {
        awaitWorker();
        for (String job : List.of(running, node.sums("cluster", 1, 100_000_000, 3))) {
            JsonNode ended = node.awaitEnd(job);
            assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
            assertThat(ended.at("/output/sums/0").asText()).isEqualTo(SUM);
        }
    }
}
