package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import regatta.protocol.MessageDelay;

class DelayCountsTest {
    @Test
    void findsQuantilesOfWhatCameSinceAMoment() {
        DelayCounts counts = new DelayCounts();
        counts.add(1_000_000_000);
        long[] before = counts.read();
        for (int i = 1; i <= 1_000; i++) {
            counts.add(i * 1_000L);
        }

        MessageDelay since = counts.since(before).orElseThrow();

        assertThat(since.count()).isEqualTo(1_000);
        assertThat((double) since.p50Nanos()).isCloseTo(500_000, Percentage.withPercentage(7));
        assertThat((double) since.p99Nanos()).isCloseTo(990_000, Percentage.withPercentage(7));
        assertThat((double) since.maxNanos()).isCloseTo(1_000_000, Percentage.withPercentage(7));
    }

    @Test
    void knowsNothingWithoutMessages() {
        DelayCounts counts = new DelayCounts();
        assertThat(counts.since(counts.read())).isEmpty();
    }

    @Test
    void countsDelaysOfEveryLength() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            long nanos = random.nextLong() >>> (7 + random.nextInt(57));
            DelayCounts counts = new DelayCounts();
            long[] before = counts.read();
            counts.add(nanos);
            long found = counts.since(before).orElseThrow().maxNanos();
            assertThat(found).isBetween(nanos, nanos + nanos / 16 + 1);
        }
    }
}
