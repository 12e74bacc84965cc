package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildTimesTest {
    @Test
    void readsTheColumnsBehindANameWithSpacesAndBrackets() {
        String stat = "7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 700 800 21 4 20 0 1 0 99";

        assertThat(ChildTimes.of(stat)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void knowsNothingOfAProcessThatIsGone() {
        assertThat(ChildTimes.ofEnded(Long.MAX_VALUE)).isZero();
    }
}
