package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.tls.DevelopmentCa;

/** Nodes with certificates: who joins, who does not, and what both sides say. */
class ClusterTlsIT {
    private static final String HOST = "127.0.0.1";
    private static final int FRAMES = 200;

    @TempDir private Path folder;

    @Test
    void letsInNodesOfItsCaAlone() throws Exception {
        DevelopmentCa ours = new DevelopmentCa(folder.resolve("ours"));
        ours.issue(HOST, 1, "-1H");
        DevelopmentCa theirs = new DevelopmentCa(folder.resolve("theirs"));
        theirs.issue(HOST, 1, "-1H");
        try (TestingNode nodes = new TestingNode(folder)) {
            Process coordinator = nodes.startCoordinator(List.of(), tls(ours));
            nodes.startWorker(tls(ours));
            nodes.startWorker(tls(theirs));
            nodes.startWorker();

            String cluster = submit(nodes, "cluster");
            String processes = submit(nodes, "processes");
            assertSum(nodes.awaitEnd(cluster));
            assertSum(nodes.awaitEnd(processes));
            until(
                    nodes,
                    () -> nodes.errors().contains("a node that connected refused this node's"));
            until(nodes, () -> nodes.errors().contains("refused the node at " + HOST));
            sendFrames(nodes.clusterPort());

            assertSum(nodes.awaitEnd(submit(nodes, "cluster")));
            assertThat(nodes.get("/api/v1/workers").json().path("items"))
                    .filteredOn(each -> "cluster".equals(each.path("pool").asText()))
                    .singleElement()
                    .satisfies(each -> assertThat(each.path("state").asText()).isEqualTo("JOINED"));
            assertThat(coordinator.isAlive()).isTrue();
            assertThat(nodes.errors().lines().filter(line -> line.contains("refused")).count())
                    .isLessThan(FRAMES);
        }
    }

    /**
     * Frames whose length is negative, which Artery's decoder does not survive (apache/pekko#3492).
     */
    private static void sendFrames(int port) throws Exception {
        byte[] frame = "AKKA\1\374\377\377\377".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < FRAMES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    OutputStream out = socket.getOutputStream()) {
                out.write(frame);
                out.flush();
                // Reads until the node closes the connection.
                while (socket.getInputStream().read() >= 0) {}
            }
        }
    }

    private static String submit(TestingNode nodes, String mode) throws Exception {
        return nodes.submit(
                        mode + System.nanoTime(),
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [1000]}, "mode": "%s"}
                        """
                                .formatted(mode))
                .json()
                .at("/id")
                .asText();
    }

    private static void assertSum(JsonNode job) {
        assertThat(job.at("/output/sums/0").asText()).as(job.toString()).isEqualTo("332833500");
    }

    private static void until(TestingNode nodes, BooleanSupplier condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(nodes.errors()).isLessThan(180_000_000_000L);
            nodes.get("/health/live");
        }
    }

    private static String[] tls(DevelopmentCa authority) {
        return new String[] {
            "--set=regatta.cluster.tls.certificate=\"" + authority.certificate(HOST) + "\"",
            "--set=regatta.cluster.tls.key=\"" + authority.key(HOST) + "\"",
            "--set=regatta.cluster.tls.ca=\"" + authority.ca() + "\""
        };
    }
}
