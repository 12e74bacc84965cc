package regatta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.protocol.Failure;

class JsonTest {

    @Test
    void encodesPairsAndHalvesOfPairs() {
        // The text is longer than every buffer, and pairs begin at odd places.
        String text = "é" + "\ud83d\ude00".repeat(20_000) + "\ud83d";
        String expected = "\"é" + "\ud83d\ude00".repeat(20_000) + "?\"";
        assertThat(Json.bytes(text)).isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesEachValueInItsOwnLine() {
        byte[] lines = Json.lines(List.of("é\n\ud83d", 2, List.of()));
        assertThat(lines).asString(StandardCharsets.UTF_8).isEqualTo("\"é\\n?\"\n2\n[]\n");
    }

    @Test
    void showsKindAndMessageOfAFailure() {
        Failure failure = new Failure(Failure.TIMEOUT, "too slow", true);
        assertThat(Json.line(failure)).isEqualTo("{\"kind\":\"timeout\",\"message\":\"too slow\"}");
    }
}
