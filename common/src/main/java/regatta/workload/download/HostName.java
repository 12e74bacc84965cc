package regatta.workload.download;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL in a form that all programs read alike: an IPv4 address as four decimal
 * numbers, an IPv6 address in brackets, or a DNS name.
 *
 * <p>This class refuses other spellings of an address ({@code 2130706433}, {@code 0177.0.0.1},
 * {@code 127.1}, {@code ::ffff:127.0.0.1}). One program would read such a spelling as a name, and
 * another program would read it as the loopback address.
 *
 * @param text the host in lower case; an IPv6 address has its brackets
 * @param literalOrNull the address if the text is an address; null if the text is a name
 */
record HostName(String text, @Nullable InetAddress literalOrNull) {
    private static final int MAX_NAME = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern OCTET =
            Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]+");

    /**
     * Reads a host.
     *
     * @throws IllegalArgumentException if the host has none of the three forms; the exception's
     *     message says what is wrong
     */
    static HostName of(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("has no host");
        }
        if (host.startsWith("[")) {
            return new HostName(host, ipv6(host));
        }
        String[] labels = host.split("\\.", -1);
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            return new HostName(host, ipv4(labels));
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException(
                        "has a host that is no DNS name (letters, digits, hyphens; others as"
                                + " punycode) and no address");
            }
        }
        if (host.length() > MAX_NAME) {
            throw new IllegalArgumentException("has a host of more than 253 characters");
        }
        return new HostName(host, null);
    }

    Optional<InetAddress> literal() {
        return Optional.ofNullable(literalOrNull);
    }

    private static InetAddress ipv4(String[] octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            if (octets.length != 4 || !OCTET.matcher(octets[i]).matches()) {
                throw new IllegalArgumentException(
                        "has an IPv4 address that is not four decimal numbers from 0 to 255"
                                + " without leading zeros");
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return ofBytes(bytes);
    }

    private static InetAddress ipv6(String host) {
        String inner = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
        if (!IPV6.matcher(inner).matches()) {
            throw new IllegalArgumentException("has a malformed IPv6 address, or one with a zone");
        }
        if (inner.contains(".")) {
            InetAddress _ = ipv4(inner.substring(inner.lastIndexOf(':') + 1).split("\\.", -1));
        }
        InetAddress address;
        try {
            address = Inet6Address.ofLiteral(inner);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("has a malformed IPv6 address");
        }
        if (!(address instanceof Inet6Address)) {
            throw new IllegalArgumentException("has an IPv4 address written as IPv6");
        }
        return address;
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
