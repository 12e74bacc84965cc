package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(200, 30_000);
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void doublesWithEachFailureUpToALimit() {
        assertThat(pauses(1)).allMatch(pause -> pause >= 100 && pause < 200);
        assertThat(pauses(4)).allMatch(pause -> pause >= 800 && pause < 1_600);
        assertThat(pauses(1_000)).allMatch(pause -> pause >= 15_000 && pause < 30_000);
    }

    @Test
    void differsFromTaskToTask() {
        assertThat(pauses(4).distinct().count()).isGreaterThan(100);
    }

    private LongStream pauses(int failures) {
        return LongStream.range(0, 200).map(_ -> backoff.pause(failures, random));
    }
}
