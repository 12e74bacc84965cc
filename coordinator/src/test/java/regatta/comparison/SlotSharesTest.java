package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.NodeInfo;

class SlotSharesTest {
    private static final long SECOND = 1_000_000_000;
    private final SlotShares shares = new SlotShares("10.0.0.1", 2);

    @Test
    void countsWhatOthersUseOfTheCoresThatAllPoolsOfTheMachineShare() {
        List<SlotUse> before =
                List.of(use("batch", "local", 256, 5), use("p", "127.0.0.1:1", 1, 0));
        List<SlotUse> after = List.of(use("batch", "local", 256, 5), use("p", "127.0.0.1:1", 1, 5));
        assertThat(shares.others(before, after, 10 * SECOND, round("batch")))
                .isCloseTo(0.25, within(1e-9));
    }

    @Test
    void takesANodeAtTheCoordinatorsOwnAddressForOneOfItsMachine() {
        List<SlotUse> before = List.of(use("batch", "local", 1, 0), use("n", "10.0.0.1:7", 2, 0));
        List<SlotUse> after = List.of(use("batch", "local", 1, 1), use("n", "10.0.0.1:7", 2, 0));
        assertThat(shares.others(before, after, 10 * SECOND, round("n")))
                .isCloseTo(0.05, within(1e-9));
    }

    @Test
    void looksAtTheMachinesOfTheRoundOnly() {
        List<SlotUse> before = List.of(use("a", "10.0.0.2:7", 4, 0), use("b", "10.0.0.3:7", 4, 0));
        List<SlotUse> after = List.of(use("a", "10.0.0.2:7", 4, 0), use("b", "10.0.0.3:7", 4, 9));
        assertThat(shares.others(before, after, 10 * SECOND, round("a"))).isZero();
        assertThat(shares.others(before, after, 10 * SECOND, round("b")))
                .isCloseTo(9 / 40.0, within(1e-9));
        assertThat(shares.others(before, after, 10 * SECOND, round("a", "b")))
                .isCloseTo(9 / 80.0, within(1e-9));
    }

    @Test
    void isNeverMoreThanAll() {
        List<SlotUse> after = List.of(use("batch", "local", 1, 99), use("x", "local", 16, 99));
        assertThat(shares.others(List.of(), after, SECOND, round("batch"))).isEqualTo(1);
        assertThat(shares.others(List.of(), after, SECOND, round("unknown"))).isZero();
    }

    @Test
    void countsTheCoresOfEachMachineOnce() {
        WorkerView here = worker("processes", "127.0.0.1:1", 64);
        WorkerView local = worker("batch", "local", 0);
        WorkerView there = worker("a", "10.0.0.2:7", 16);
        WorkerView second = worker("b", "10.0.0.2:8", 16);
        WorkerView silent = worker("c", "10.0.0.3:7", 0);
        assertThat(shares.coresOf(List.of(local))).isEqualTo(shares.cores());
        assertThat(shares.coresOf(List.of(there, second))).isEqualTo(16);
        assertThat(shares.coresOf(List.of(here, local, there))).isEqualTo(shares.cores() + 16);
        assertThat(shares.coresOf(List.of(there, silent))).isZero();
    }

    private static WorkerView worker(String id, String address, int cores) {
        NodeInfo node =
                cores == 0
                        ? null
                        : new NodeInfo(1, cores, "A CPU", "Linux", "25", List.of(), "0.1.0", 0, 0);
        return new WorkerView(id, "pool", WorkerView.State.JOINED, 1, 0, 0, address, node);
    }

    private static SlotUse use(String worker, String address, int slots, int seconds) {
        WorkerView view =
                new WorkerView(worker, "pool", WorkerView.State.JOINED, slots, 0, 0, address, null);
        return new SlotUse(view, seconds * SECOND);
    }

    private static RunReport round(String... workers) {
        RunReport any = TestingRounds.report(TestingRounds.arm("batch", 1), 10, 1);
        return new RunReport(
                any.mode(),
                any.slots(),
                any.tasks(),
                any.attempts(),
                any.repeatedAttempts(),
                any.wallSeconds(),
                any.cpuSeconds(),
                any.cpuShared(),
                any.slotAccount(),
                any.queued(),
                any.waited(),
                any.ran(),
                any.delay(),
                Arrays.stream(workers)
                        .map(worker -> new RunReport.WorkerShare(worker, 1, 1))
                        .toList());
    }
}
