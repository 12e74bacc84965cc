package regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemotingSettingsTest {
    private final Config root = ConfigFactory.load();
    private final Config allowed =
            ConfigFactory.parseString("regatta.cluster.allow-plaintext-for-tests = on")
                    .withFallback(root);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "localhost:7355", "127.9.9.9:65535", "[::1]:7355"})
    void bindsLoopbackAddresses(String address) {
        NodeAddress parsed = NodeAddress.parse(address);

        Config canonical =
                RemotingSettings.of(root, parsed).getConfig("pekko.remote.artery.canonical");

        assertThat(canonical.getString("hostname")).isEqualTo(parsed.host());
        assertThat(canonical.getInt("port")).isEqualTo(parsed.port());
        assertThat(parsed).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop-idle-outbound-after",
                "quarantine-idle-outbound-after",
                "remove-quarantined-association-after"
            })
    void keepsADeadNodeForMinutesAlone(String key) {
        Config artery =
                RemotingSettings.of(root, NodeAddress.parse("127.0.0.1:0"))
                        .getConfig("pekko.remote.artery.advanced");

        assertThat(artery.getDuration(key)).isLessThan(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:7355", "0.0.0.0:7355", "[2001:db8::1]:7355"})
    void refusesOtherAddressesNamingWhatMakesThemSafe(String address) {
        assertThatThrownBy(() -> RemotingSettings.of(root, NodeAddress.parse(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining("certificate, key and ca of regatta.cluster.tls");
    }

    @Test
    void bindsAnyAddressWhenPlainTextIsAllowed() {
        assertThat(RemotingSettings.of(allowed, NodeAddress.parse("10.0.0.1:7355"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:7355", "[2001:db8::1]:7355"})
    void joinsNoOtherAddressesNamingWhatMakesThemSafe(String address) {
        assertThatThrownBy(() -> checkJoin(root, "127.0.0.1:0", address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining("certificate, key and ca of regatta.cluster.tls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "localhost:7355", "[::1]:0"})
    void joinsNobodyElsewhereWhoCouldNotReachIt(String own) {
        assertThatThrownBy(() -> checkJoin(allowed, own, "192.0.2.1:7355"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(own)
                .hasMessageContaining("--cluster");
    }

    @Test
    void joinsWhoCanReachIt() {
        checkJoin(root, "127.0.0.1:0", "localhost:7355");
        checkJoin(allowed, "127.0.0.1:0", "127.0.0.1:7355");
        checkJoin(allowed, "192.0.2.2:0", "192.0.2.1:7355");
    }

    @Test
    void joinsACoordinatorOfItsOwnMachineFromALoopbackAddress() throws SocketException {
        Optional<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                        .findFirst();
        assumeThat(own).as("needs an address beside loopback").isPresent();

        checkJoin(allowed, "127.0.0.1:0", own.orElseThrow().getHostAddress() + ":7355");
    }

    private static void checkJoin(Config root, String own, String coordinator) {
        RemotingSettings.checkJoin(
                root, NodeAddress.parse(own), List.of(NodeAddress.parse(coordinator)));
    }

    @Test
    void letsTheBlockRegattaPekkoWinOverPekko() {
        Config config =
                ConfigFactory.parseString("regatta.pekko.loglevel = DEBUG").withFallback(root);

        Config system = RemotingSettings.of(config, NodeAddress.parse("127.0.0.1:0"));

        assertThat(system.getString("pekko.loglevel")).isEqualTo("DEBUG");
        assertThat(system.getString("pekko.actor.provider")).isEqualTo("remote");
        assertThat(system.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", ":1", "host:", "host:-1", "host:65536", "::1:7355x", "[::1:1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> NodeAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheCoordinatorsInbox() {
        assertThat(NodeAddress.parse("127.0.0.1:7355").inboxPath())
                .isEqualTo("pekko://regatta@127.0.0.1:7355/user/coordinator/inbox");
    }
}
