package regatta.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    /** A saved report may come from anybody, and the name of a machine from any node. */
    @Test
    void letsNoTextSteerTheTerminal() {
        Document document =
                new Document(
                        "evil \u001b[31m\u202e title",
                        List.of(new Document.Paragraph("a\u0085b\rc")));

        assertThat(PlainText.of(document, true))
                .isEqualTo("evil \\u001b[31m\\u202e title\n\na\\u0085b\\rc\n");
    }
}
