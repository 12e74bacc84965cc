package regatta.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    @Test
    void writesThreeDigitsAndAUnit() {
        assertThat(TimeText.of(Duration.ofNanos(10_000))).isEqualTo("10 µs");
        assertThat(TimeText.of(Duration.ofMillis(100))).isEqualTo("100 ms");
        assertThat(TimeText.of(Duration.ZERO)).isEqualTo("0 s");
        assertThat(TimeText.of(2.3456)).isEqualTo("2.35 s");
        assertThat(TimeText.of(0.0123)).isEqualTo("12.3 ms");
        assertThat(TimeText.of(3_600)).isEqualTo("3,600 s");
        assertThat(TimeText.of(1.4e-7)).isEqualTo("0.14 µs");
    }
}
