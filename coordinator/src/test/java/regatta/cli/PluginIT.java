package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.plugin.TestingPlugin;

/** A plug-in's workload runs on every node that has it, and on no other. */
@Timeout(300)
class PluginIT {
    @TempDir private Path folder;

    @Test
    void runsInChildrenAndOnNodesOfTheSameVersionAlone() throws Exception {
        Path here = Files.createDirectories(folder.resolve("here"));
        Path other = Files.createDirectories(folder.resolve("other"));
        TestingPlugin.echo("rowing", "", "settings.string(\"boat\")")
                .defaults("regatta.rowing.boat = Cam")
                .writeTo(here.resolve("rowing.jar"));
        Files.writeString(here.resolve("broken.jar"), "no archive");
        TestingPlugin.echo("rowing").writeTo(other.resolve("rowing.jar"));
        try (TestingNode node = new TestingNode(folder)) {
            node.startCoordinator(List.of(), "--plugins=" + here, "--set=regatta.rowing.boat=Isis");
            assertThat(node.errors()).contains("plug-in broken.jar is left out");

            JsonNode child = ended(node, "processes");
            assertThat(child.path("state").asText()).as(child.toString()).isEqualTo("SUCCEEDED");
            assertThat(child.at("/output/words/0").asText()).isEqualTo("Isis0rowing.jar");

            node.startWorker("--plugins=" + other);
            awaitLine(node, "gets no tasks of [rowing]: its plug-in is not the coordinator's");
            awaitLine(
                    node, "gets no tasks of [rowing]: its plug-in differs from this coordinator's");
            node.startWorker("--plugins=" + here);
            JsonNode cluster = ended(node, "cluster");
            assertThat(cluster.at("/output/words/2").asText()).isEqualTo("Isis2rowing.jar");
        }
    }

    private static JsonNode ended(TestingNode node, String mode) throws Exception {
        String body =
                "{\"workload\": {\"kind\": \"rowing\", \"times\": 3}, \"mode\": \"%s\"}"
                        .formatted(mode);
        JsonNode job = node.submit(mode, body).json();
        return node.awaitEnd(job.path("id").asText());
    }

    private static void awaitLine(TestingNode node, String line) throws Exception {
        long start = System.nanoTime();
        while (!node.errors().contains(line)) {
            assertThat(System.nanoTime() - start)
                    .as("%s in %s", line, node.errors())
                    .isLessThan(Duration.ofMinutes(2).toNanos());
            var _ = node.get("/api/v1/workers");
        }
    }
}
