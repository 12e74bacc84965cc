package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void splitsNoSurrogatePair() {
        assertThat(Terminal.cut("boat ⛵🚣🚣", 8)).isEqualTo("boat ⛵…");
        assertThat(Terminal.cut("boat ⛵🚣🚣", 9)).isEqualTo("boat ⛵🚣…");
        assertThat(Terminal.folded("🚣".repeat(5), 0, 5)).containsExactly("🚣🚣", "🚣🚣", "🚣");
    }

    @Test
    void foldsALongLine() {
        assertThat(Terminal.folded("  failed  status: a b", 10, 80))
                .containsExactly("  failed  status: a b");
        assertThat(Terminal.folded("  failed  status: " + "word ".repeat(10).strip(), 10, 40))
                .containsExactly(
                        "  failed  status: word word word word", "word word word word word word");
    }
}
