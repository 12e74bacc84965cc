package regatta.workload.download.http1;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a connection leads: two requests may share one only when all of this is equal.
 *
 * @param secure whether TLS is spoken
 * @param address the address that was checked
 * @param host as written in the URL: a name, or a literal with its brackets
 */
public record Endpoint(boolean secure, InetAddress address, int port, String host) {

    /** The address to connect to; nothing is resolved. */
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** The value of the {@code Host} header. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /** Whether the host is a name; the last label of a name is no number. */
    boolean named() {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !host.startsWith("[") && !last.chars().allMatch(Character::isDigit);
    }
}
