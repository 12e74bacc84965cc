package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import regatta.protocol.NodeInfo;

class NodeWatchTest {
    @Test
    void namesCoresJdkAndFlags() {
        NodeInfo node = new NodeWatch(Duration.ZERO).look();
        assertThat(node.cores()).isPositive();
        assertThat(node.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(node.jdk()).contains(System.getProperty("java.runtime.version"));
        assertThat(node.steal()).isBetween(-1.0, 1.0);
    }

    @Test
    void looksNoMoreOftenThanItIsTo() {
        NodeWatch seldom = new NodeWatch(Duration.ofHours(1));
        assertThat(seldom.look()).isSameAs(seldom.look());
        NodeWatch often = new NodeWatch(Duration.ZERO);
        assertThat(often.look()).isNotSameAs(often.look());
    }

    @Test
    void showsNoSecretOfAFlag() {
        assertThat(NodeWatch.masked("-Djavax.net.ssl.keyStorePassword=a=b"))
                .isEqualTo("-Djavax.net.ssl.keyStorePassword=****");
        assertThat(NodeWatch.masked("-Dregatta.home=/x")).isEqualTo("-Dregatta.home=/x");
        assertThat(NodeWatch.masked("-Xmx1g")).isEqualTo("-Xmx1g");
    }
}
