package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimesTest {
    private final ProcessorTimes early =
            ProcessorTimes.of(List.of("cpu  100 0 50 800 10 0 0 40 7 7"), List.of());
    private final ProcessorTimes late =
            ProcessorTimes.of(List.of("cpu  150 5 65 900 10 0 0 70 9 9"), List.of());

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
        ProcessorTimes none = ProcessorTimes.of(List.of("intr 1 2 3"), List.of());
        assertThat(none.stealSince(none)).isEqualTo(-1);
        assertThat(none.usedSince(none)).isEqualTo(-1);
        assertThat(none.passedSince(none)).isZero();
    }

    @Test
    void countsOnlyTheCoresThatAreNamed() {
        List<String> lines =
                List.of(
                        "cpu  40 0 0 400 0 0 0 0 0 0",
                        "cpu0 10 0 0 100 0 0 0 5 0 0",
                        "cpu1 30 0 0 100 0 0 0 0 0 0",
                        "cpu10 7 0 0 200 0 0 0 0 0 0");
        assertThat(ProcessorTimes.of(lines, List.of(1))).isEqualTo(new ProcessorTimes(130, 30, 0));
        assertThat(ProcessorTimes.of(lines, List.of(0, 10)))
                .isEqualTo(new ProcessorTimes(322, 17, 5));
        assertThat(ProcessorTimes.of(lines, List.of())).isEqualTo(new ProcessorTimes(440, 40, 0));
    }
}
