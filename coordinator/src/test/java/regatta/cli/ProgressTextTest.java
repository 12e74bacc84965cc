package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final long SECOND = 1_000_000_000;
    private final ProgressText text = new ProgressText();

    @Test
    void saysNothingOfThePaceAtFirst() throws Exception {
        assertThat(text.line(job(5, 0, ""), 0)).endsWith(" 5/100");
    }

    @Test
    void saysHowFastItGoesAndHowLongItWillTake() throws Exception {
        text.line(job(0, 0, ""), 0);

        assertThat(text.line(job(18, 2, ""), 2 * SECOND))
                .endsWith(" 20/100, 2 failed, 10/s, about 8.0 s left");
    }

    @Test
    void forgetsThePaceOfLongAgo() throws Exception {
        text.line(job(0, 0, ""), 0);
        text.line(job(50, 0, ""), 11 * SECOND);
        text.line(job(50, 0, ""), 21 * SECOND);

        assertThat(text.line(job(50, 0, ""), 22 * SECOND)).endsWith(" 50/100");
    }

    @Test
    void saysHowManyBytesCame() throws Exception {
        text.line(job(0, 0, ", \"bytes\": 0"), 0);

        assertThat(text.line(job(10, 0, ", \"bytes\": 30000000"), 2 * SECOND))
                .endsWith(" 10/100, 30.0 MB, 15.0 MB/s, about 18 s left");
    }

    @Test
    void showsWhatItWaitsForWithoutObeyingIt() throws Exception {
        JsonNode job =
                ApiClient.JSON.readTree(
                        "{\"progress\": {\"total\": 1}, \"waitingFor\": \"a \\u001b[2J\"}");

        assertThat(text.line(job, 0)).endsWith("; waits for a \\u001b[2J");
    }

    @Test
    void writesDurationsAndBytesShortly() {
        assertThat(ProgressText.duration(0.25)).isEqualTo("0.3 s");
        assertThat(ProgressText.duration(75)).isEqualTo("1 min 15 s");
        assertThat(ProgressText.duration(7_325)).isEqualTo("2 h 02 min");
        assertThat(ProgressText.brief(9.95)).isEqualTo("10.0 s");
        assertThat(ProgressText.brief(59.7)).isEqualTo("1m 00s");
        assertThat(ProgressText.brief(754)).isEqualTo("12m 34s");
        assertThat(ProgressText.brief(7_325)).isEqualTo("2h 02m");
        assertThat(ProgressText.brief(1_000_000)).isEqualTo("11d 13h");
        assertThat(ProgressText.bytes(999)).isEqualTo("999 B");
        assertThat(ProgressText.bytes(999_600)).isEqualTo("1.0 MB");
    }

    private static JsonNode job(int succeeded, int failed, String more) throws Exception {
        return ApiClient.JSON.readTree(
                "{\"progress\": {\"total\": 100, \"succeeded\": %d, \"failed\": %d%s}}"
                        .formatted(succeeded, failed, more));
    }
}
