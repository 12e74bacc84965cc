package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.machine.StandStill.stood;

import org.junit.jupiter.api.Test;

class StandStillTest {
    private static final long MILLI = 1_000_000;
    private static final long STEP = StandStill.STEP.toNanos();

    @Test
    void isWhatASleepTookTooLong() {
        assertThat(stood(STEP + 8_000 * MILLI, 0, 0)).isEqualTo(8_000 * MILLI);
        assertThat(stood(STEP + 50 * MILLI, 0, 0)).isEqualTo(50 * MILLI);
        assertThat(stood(STEP + 49 * MILLI, 0, 0)).isZero();
    }

    @Test
    void isNeitherALackOfCoresNorACollectionOfGarbage() {
        assertThat(stood(STEP + 300 * MILLI, 280 * MILLI, 0)).isZero();
        assertThat(stood(STEP + 300 * MILLI, 0, 300 * MILLI)).isZero();
        assertThat(stood(STEP + 300 * MILLI, 60 * MILLI, 40 * MILLI)).isEqualTo(200 * MILLI);
    }
}
