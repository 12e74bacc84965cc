package regatta.coordinator.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import regatta.coordinator.comparison.Machine;

class ThisMachineTest {
    @Test
    void readsTheShareOfStolenTime() {
        ThisMachine.Times early = ThisMachine.times("cpu  100 0 50 800 10 0 0 40 7 7");
        ThisMachine.Times late = ThisMachine.times("cpu  150 0 70 900 10 0 0 70 9 9");
        assertThat(late.stealSince(early)).isCloseTo(30 / 200.0, within(1e-12));
        assertThat(early.stealSince(early)).isEqualTo(-1);
    }

    @Test
    void knowsNothingWhereThereIsNoSuchLine() {
        ThisMachine.Times none = ThisMachine.times("intr 1 2 3");
        assertThat(none.stealSince(none)).isEqualTo(-1);
    }

    @Test
    void namesCoresJdkAndFlags() throws Exception {
        Machine machine = ThisMachine.since(ThisMachine.before());
        assertThat(machine.cores()).isPositive();
        assertThat(machine.jdk()).contains(System.getProperty("java.runtime.version"));
        assertThat(machine.stealDuring()).isBetween(-1.0, 1.0);
    }
}
