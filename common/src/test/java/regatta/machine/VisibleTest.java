package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void leavesTextInAnyScriptAsItIs() {
        String text = "nightly – Größe 測定 \"×\" 🚀";

        assertThat(Visible.of(text)).isSameAs(text);
    }

    @Test
    void showsWhatATerminalWouldObey() {
        assertThat(Visible.of("a\u001b[31mb\u0007c\u007fd"))
                .isEqualTo("a\\u001b[31mb\\u0007c\\u007fd");
        assertThat(Visible.of("a\u009b2Jb\u0085c")).isEqualTo("a\\u009b2Jb\\u0085c");
        assertThat(Visible.of("a\nb\r\tc")).isEqualTo("a\\nb\\r\\tc");
    }

    @Test
    void showsWhatTurnsOrHidesText() {
        assertThat(Visible.of("exe.\u202egnp")).isEqualTo("exe.\\u202egnp");
        assertThat(Visible.of("a\u2066b\u2069c\u200bd\u2028e"))
                .isEqualTo("a\\u2066b\\u2069c\\u200bd\\u2028e");
    }
}
