package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnTimesTest {
    @Test
    void countsWhatWasUsedMeanwhileWhoeverCameOrWent() {
        OwnTimes before =
                new OwnTimes(Map.of(1L, Duration.ofSeconds(10), 2L, Duration.ofSeconds(99)));
        OwnTimes after =
                new OwnTimes(Map.of(1L, Duration.ofSeconds(13), 3L, Duration.ofMillis(500)));
        assertThat(after.secondsSince(before)).isEqualTo(3.5);
    }

    @Test
    void findsThisProcess() {
        assertThat(OwnTimes.now(Set.of()).byProcess()).containsKey(ProcessHandle.current().pid());
    }
}
