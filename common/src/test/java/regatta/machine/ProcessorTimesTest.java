package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProcessorTimesTest {
    private final ProcessorTimes early = ProcessorTimes.of("cpu  100 0 50 800 10 0 0 40 7 7");
    private final ProcessorTimes late = ProcessorTimes.of("cpu  150 5 65 900 10 0 0 70 9 9");

    @Test
    void readsTheShareOfStolenTime() {
        assertThat(late.stealSince(early)).isCloseTo(30 / 200.0, within(1e-12));
        assertThat(early.stealSince(early)).isEqualTo(-1);
    }

    @Test
    void readsWhatProgramsHad() {
        assertThat(late.usedSince(early)).isCloseTo(0.7, within(1e-12));
        assertThat(late.passedSince(early)).isCloseTo(2, within(1e-12));
    }

    @Test
    void knowsNothingWhereThereIsNoSuchLine() {
        ProcessorTimes none = ProcessorTimes.of("intr 1 2 3");
        assertThat(none.stealSince(none)).isEqualTo(-1);
        assertThat(none.usedSince(none)).isEqualTo(-1);
        assertThat(none.passedSince(none)).isZero();
    }
}
