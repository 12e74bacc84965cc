package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Plan;

class ProgressLineTest {
    private final StringWriter terminal = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final ProgressLine line = new ProgressLine(new PrintWriter(terminal), clock::get);

    @Test
    void showsRoundsDoneTheArmAndTheTimeLeft() {
        clock.set(30_000_000_000L);
        line.begins(turn("processes", false), 6, 20);
        assertThat(terminal.toString())
                .startsWith(
                        "\r[######------------------] 5/20 rounds, 0:30, about 1:30 left: processes ")
                .hasSize(80);
    }

    @Test
    void staysOnOneLineAndLeavesItEmpty() {
        line.begins(turn("x".repeat(200), true), 1, 20);
        assertThat(terminal.toString()).hasSize(80).doesNotContain("\n", "left");
        line.ended();
        assertThat(terminal.toString()).endsWith("\r" + " ".repeat(79) + "\r");
    }

    private static Plan.Turn turn(String label, boolean warmUp) {
        return new Plan.Turn(new Arm(label, "processes", 2, List.of()), 0, warmUp);
    }
}
