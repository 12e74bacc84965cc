package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void owesTheTimeThatBytesMustTake() {
        Rate rate = new Rate(1_000, 7);
        assertThat(rate.owed(7)).isZero();
        rate.received(500, 7);
        rate.received(100, 7);
        assertThat(rate.owed(7)).isEqualTo(600 * MILLI);
        assertThat(rate.owed(7 + 400 * MILLI)).isEqualTo(200 * MILLI);
        assertThat(rate.owed(7 + SECOND)).isZero();
    }

    @Test
    void makesUpForNoMoreThanAFractionOfASecond() {
        Rate rate = new Rate(1_000, 0);
        rate.received(Rate.BURST_MILLIS, 60 * SECOND);
        assertThat(rate.owed(60 * SECOND)).isZero();
        rate.received(1, 60 * SECOND);
        assertThat(rate.owed(60 * SECOND)).isEqualTo(MILLI);
    }

    @Test
    void limitsNothingWhereThereIsNoRate() {
        Rate rate = new Rate(0, 0);
        rate.received(Long.MAX_VALUE, 0);
        assertThat(rate.owed(0)).isZero();
    }

    @Test
    void goesOnOverTheEndOfTheClock() {
        Rate rate = new Rate(1, Long.MAX_VALUE - SECOND);
        rate.received(3, Long.MAX_VALUE - SECOND);
        assertThat(rate.owed(Long.MIN_VALUE + SECOND - 1)).isEqualTo(SECOND);
    }

    @Test
    void isAheadByOneReadAtMostWheneverAndHoweverMuchArrives() {
        Random random = new Random(6);
        double bytesASecond = 123_456.7;
        Rate rate = new Rate(bytesASecond, 0);
        long now = 0;
        double all = 0;
        for (int i = 0; i < 10_000; i++) {
            int bytes = 1 + random.nextInt(i % 3 == 0 ? 65_536 : 50);
            all += bytes;
            rate.received(bytes, now);
            now += rate.owed(now);
            assertThat(all).isLessThanOrEqualTo(bytesASecond * now / SECOND + 1e-3);
            now += random.nextInt(i % 10 == 0 ? 500 : 20) * MILLI;
        }
    }
}
