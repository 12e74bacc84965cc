package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.download.AddressGuard.PortRange;

class AddressGuardTest {
    private final AddressGuard guard =
            new AddressGuard(
                    List.of(), List.of(PortRange.parse("443"), PortRange.parse("1024-65535")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::0808:0808",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "3fff::1",
                "3fff:fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "::ffff:0:0:1"
            })
    void refusesEverySpecialAddress(String address) {
        assertThat(guard.refusal(address(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1111",
                "2a00:1450::1",
                "3ffe::1"
            })
    void letsThePublicInternetThrough(String address) {
        assertThat(guard.refusal(address(address))).isEmpty();
    }

    @Test
    void refusesEveryIpv6FormOfEveryIpv4Address() throws UnknownHostException {
        Random random = new Random(5);
        byte[][] prefixes = {
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0},
            {0x20, 0x01, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0},
        };
        for (int round = 0; round < 10_000; round++) {
            byte[] v4 = new byte[4];
            random.nextBytes(v4);
            byte[] v6 = new byte[16];
            System.arraycopy(prefixes[round % prefixes.length], 0, v6, 0, 12);
            System.arraycopy(v4, 0, v6, 12, 4);
            assertThat(guard.refusal(InetAddress.getByAddress(v6))).isPresent();
            byte[] sixToFour = {
                0x20, 0x02, v4[0], v4[1], v4[2], v4[3], 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
            };
            assertThat(guard.refusal(InetAddress.getByAddress(sixToFour))).isPresent();
        }
    }

    @Test
    void refusesAtLeastWhatTheJdkKnowsToBeSpecial() throws UnknownHostException {
        Random random = new Random(6);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            bytes[0] = random.nextInt(4) == 0 ? (byte) 0xfe : bytes[0];
            InetAddress address = InetAddress.getByAddress(bytes);
            boolean special =
                    address.isAnyLocalAddress()
                            || address.isLoopbackAddress()
                            || address.isLinkLocalAddress()
                            || address.isSiteLocalAddress()
                            || address.isMulticastAddress();
            if (special) {
                assertThat(guard.refusal(address)).as("%s", address).isPresent();
            }
        }
    }

    @Test
    void letsThroughWhatTheOperatorAllowsAndNothingBeside() {
        AddressGuard open =
                new AddressGuard(
                        List.of(Network.parse("127.0.0.1/32"), Network.parse("fd00:1::/32")),
                        List.of());
        assertThat(open.refusal(address("127.0.0.1"))).isEmpty();
        assertThat(open.refusal(address("127.0.0.2"))).contains("loopback");
        assertThat(open.refusal(address("fd00:1::9"))).isEmpty();
        assertThat(open.refusal(address("fd00:2::9"))).contains("unique local");
        assertThat(open.refusal(address("::7f00:1"))).contains("IPv4-compatible");
    }

    @Test
    void knowsPorts() {
        assertThat(guard.allowsPort(443)).isTrue();
        assertThat(guard.allowsPort(1024)).isTrue();
        assertThat(guard.allowsPort(65_535)).isTrue();
        assertThat(guard.allowsPort(80)).isFalse();
        assertThat(guard.allowsPort(1023)).isFalse();
        for (String wrong : List.of("0", "70000", "9-8", "x", "1-2-3", "-5", "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> PortRange.parse(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08", "x/8",
                "fd00::/129", "fd00::1/8", "", "/8", "10.0.0/8", "example.org/8",
                "::ffff:10.0.0.0/104"
            })
    void refusesMalformedNetworks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }

    private static InetAddress address(String literal) {
        return Network.parse(literal).base();
    }
}
