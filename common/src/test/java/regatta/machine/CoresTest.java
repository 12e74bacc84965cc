package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    private static final double SEEN = Runtime.getRuntime().availableProcessors();

    @Test
    void readsListsOfCores() {
        assertThat(Cores.list("\t0-3,8\n")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cores.list("5")).containsExactly(5);
    }

    @Test
    void mayUseWhatAffinityAndQuotaAllow() {
        assertThat(new Cores(64, List.of(), -1).usable()).isEqualTo(SEEN);
        assertThat(new Cores(64, List.of(3), -1).usable()).isEqualTo(1);
        assertThat(new Cores(64, List.of(0), 0.5).usable()).isEqualTo(0.5);
        assertThat(new Cores(64, List.of(0, 1), 1_000).usable()).isLessThanOrEqualTo(2);
    }

    @Test
    void ofThisProcessAreNoMoreThanItsMachineHas() {
        Cores cores = Cores.ofThisProcess();
        assertThat(cores.usable()).isPositive().isLessThanOrEqualTo(cores.machine());
        assertThat(cores.allowed()).hasSizeLessThanOrEqualTo(cores.machine());
    }
}
