package regatta.workload.download;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which addresses and ports a download may reach: the public Internet, and what the
 * operator allows.
 *
 * <p>The guard refuses the special-purpose blocks of IPv4 (IANA's registry, RFC 6890). Of IPv6, the
 * guard allows only global unicast ({@code 2000::/3}), without the special blocks within {@code
 * 2000::/3}. So the guard refuses every IPv6 address that contains an IPv4 address, even a public
 * IPv4 address. The guard judges only addresses, and never looks up a name. Immutable.
 */
final class AddressGuard {
    private static final Map<Network, String> REFUSED =
            ranges(
                    "0.0.0.0/8", "this network",
                    "10.0.0.0/8", "private",
                    "100.64.0.0/10", "carrier-grade NAT",
                    "127.0.0.0/8", "loopback",
                    "169.254.0.0/16", "link-local",
                    "172.16.0.0/12", "private",
                    "192.0.0.0/24", "protocol assignments",
                    "192.0.2.0/24", "documentation",
                    "192.88.99.0/24", "6to4 relay",
                    "192.168.0.0/16", "private",
                    "198.18.0.0/15", "benchmarking",
                    "198.51.100.0/24", "documentation",
                    "203.0.113.0/24", "documentation",
                    "224.0.0.0/4", "multicast",
                    "240.0.0.0/4", "reserved",
                    "::/128", "unspecified",
                    "::1/128", "loopback",
                    "::/96", "IPv4-compatible",
                    "64:ff9b::/96", "NAT64",
                    "64:ff9b:1::/48", "NAT64",
                    "2001::/32", "Teredo",
                    "2001::/23", "protocol assignments",
                    "2001:db8::/32", "documentation",
                    "2002::/16", "6to4",
                    "3fff::/20", "documentation",
                    "fc00::/7", "unique local",
                    "fe80::/10", "link-local",
                    "fec0::/10", "site-local",
                    "ff00::/8", "multicast");

    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

    private final List<Network> allowed;
    private final List<PortRange> ports;

    /**
     * Makes a guard with the operator's exceptions.
     *
     * @param allowed blocks of addresses that a download may reach although the blocks are special
     * @param ports the only ports that a download may reach
     */
    AddressGuard(List<Network> allowed, List<PortRange> ports) {
        this.allowed = List.copyOf(allowed);
        this.ports = List.copyOf(ports);
    }

    /** Returns why a download must not connect to an address; empty if the download may connect. */
    Optional<String> refusal(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        for (Map.Entry<Network, String> range : REFUSED.entrySet()) {
            if (range.getKey().contains(address)) {
                return Optional.of(range.getValue());
            }
        }
        boolean reachable = address instanceof Inet4Address || GLOBAL_UNICAST.contains(address);
        return reachable ? Optional.empty() : Optional.of("not global unicast");
    }

    boolean allowsPort(int port) {
        return ports.stream().anyMatch(range -> range.contains(port));
    }

    private static Map<Network, String> ranges(String... pairs) {
        Map<Network, String> ranges = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            ranges.put(Network.parse(pairs[i]), pairs[i + 1]);
        }
        return ranges;
    }

    /** A range of ports that includes both ends, such as {@code 443} or {@code 1024-65535}. */
    record PortRange(int first, int last) {
        PortRange {
            if (first < 1 || last > 65_535 || first > last) {
                throw new IllegalArgumentException("a range of ports lies within 1 to 65535");
            }
        }

        static PortRange parse(String text) {
            if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
                throw new IllegalArgumentException("\"" + text + "\" is no port or range of ports");
            }
            String[] ends = text.split("-", -1);
            return new PortRange(
                    Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }

        boolean contains(int port) {
            return port >= first && port <= last;
        }
    }
}
