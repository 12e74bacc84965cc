package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.NodeGroup;
import regatta.protocol.NodeInfo;

class NodeReadingsTest {
    @Test
    void keepsTheHighestLoadAndTheMeanOfKnownStolenTime() {
        NodeReadings readings = new NodeReadings("cluster", "10.0.0.7", node(0.1, 0));
        readings.add(List.of(node(1, -1), node(3, 0.02)));
        readings.add(List.of(node(2, 0.04)));
        NodeGroup group = readings.group();
        assertThat(group.nodes()).isEqualTo(2);
        assertThat(group.before().load()).isEqualTo(0.1);
        assertThat(group.loadDuring()).isEqualTo(3);
        assertThat(group.stealDuring()).isCloseTo(0.03, within(1e-12));
    }

    @Test
    void knowsNoStolenTimeThatNobodyTold() {
        NodeReadings readings = new NodeReadings("cluster", "10.0.0.7", node(0.1, -1));
        readings.add(List.of(node(1, -1)));
        assertThat(readings.group().stealDuring()).isEqualTo(-1);
    }

    private static NodeInfo node(double load, double steal) {
        return new NodeInfo(1, 4, "A CPU", "Linux", "25", List.of(), "0.1.0", load, steal);
    }
}
