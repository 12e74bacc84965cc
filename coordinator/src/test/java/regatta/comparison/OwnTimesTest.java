package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnTimesTest {
    @Test
    void countsTheTimeOfProcessesThatStartOrEndMeanwhile() {
        OwnTimes before = times(Map.of(1L, 10, 2L, 99), Set.of());
        OwnTimes after = times(Map.of(1L, 13, 3L, 1), Set.of());

        assertThat(after.secondsSince(before)).isEqualTo(4);
    }

    @Test
    void countsOnceWhatAChildHadBeforeItsParentInheritedIt() {
        OwnTimes before = times(Map.of(1L, 10, 2L, 5), Set.of(2L));
        OwnTimes after = times(Map.of(1L, 17), Set.of());

        assertThat(after.secondsSince(before)).isEqualTo(2);
    }

    @Test
    void findsThisProcess() {
        assertThat(OwnTimes.now(Set.of()).byProcess()).containsKey(ProcessHandle.current().pid());
    }

    private static OwnTimes times(Map<Long, Integer> seconds, Set<Long> heirs) {
        Map<Long, Duration> times = new HashMap<>();
        seconds.forEach((process, each) -> times.put(process, Duration.ofSeconds(each)));
        return new OwnTimes(times, heirs);
    }
}
