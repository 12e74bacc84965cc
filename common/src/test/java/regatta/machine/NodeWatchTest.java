package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.protocol.NodeInfo;

class NodeWatchTest {
    @Test
    void namesCoresJdkAndFlags() {
        NodeInfo node = new NodeWatch(Duration.ZERO, List.of("sum vector")).look();
        assertThat(node.cores()).isPositive().isLessThanOrEqualTo(node.processors());
        assertThat(node.kernels()).containsExactly("sum vector");
        assertThat(node.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(node.jdk()).contains(System.getProperty("java.runtime.version"));
        assertThat(node.steal()).isBetween(-1.0, 1.0);
    }

    @Test
    void looksNoMoreOftenThanItIsTo() {
        assumeThat(Path.of("/proc/stat")).exists();
        NodeWatch seldom = new NodeWatch(Duration.ofHours(1), List.of());
        NodeInfo first = seldom.look();
        while (first.steal() < 0) { // no hundredth of a second has passed
            first = seldom.look();
        }
        assertThat(seldom.look()).isSameAs(first);
        NodeWatch often = new NodeWatch(Duration.ZERO, List.of());
        assertThat(often.look()).isNotSameAs(often.look());
    }
}
