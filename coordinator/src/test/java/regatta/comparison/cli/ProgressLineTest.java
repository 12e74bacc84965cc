package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter terminal = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final ProgressLine line = new ProgressLine(new PrintWriter(terminal), clock::get);

    @Test
    void showsDoneRoundsTheArmAndTheRemainingTime() {
        clock.set(7_000_000_000L);
        line.begins(comparison("batch", true, 0));
        clock.set(37_000_000_000L);
        line.at(comparison("processes", false, 5));
        assertThat(terminal.toString())
                .startsWith(
                        "\r[######------------------] 5/20 rounds, 0:30, about 1:30 left: processes ")
                .hasSize(81);
    }

    @Test
    void staysOnOneLineAndLeavesItEmpty() {
        line.at(comparison("x".repeat(200), true, 0));
        assertThat(terminal.toString()).hasSize(81).doesNotContain("\n", "left");
        line.ended();
        assertThat(terminal.toString()).endsWith("\r" + " ".repeat(79) + "\r");
    }

    @Test
    void saysThatAComparisonWaitsForOthers() {
        line.at(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", "QUEUED")
                        .<ObjectNode>set("running", JsonNodeFactory.instance.nullNode()));
        assertThat(terminal.toString()).contains(": queued");
    }

    @Test
    void inventsNoEndWhileAComparisonWaits() {
        clock.set(30_000_000_000L);
        line.at(
                ((ObjectNode) comparison("cluster", false, 5))
                        .put("waitingFor", "no worker in pool cluster"));
        assertThat(terminal.toString())
                .contains(": waits for no worker in pool")
                .doesNotContain("left");
    }

    private static JsonNode comparison(String arm, boolean warmUp, int done) {
        ObjectNode comparison = JsonNodeFactory.instance.objectNode().put("state", "RUNNING");
        comparison.putObject("progress").put("total", 20).put("succeeded", done);
        comparison.putObject("running").put("arm", arm).put("warmUp", warmUp);
        return comparison;
    }
}
