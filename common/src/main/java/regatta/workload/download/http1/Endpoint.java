package regatta.workload.download.http1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads: two requests may share one only when all of this is equal.
 *
 * @param secure whether TLS is spoken
 * @param address the address that was checked
 * @param host as written in the URL: a name, or a literal with its brackets
 * @param proxyOrNull who is asked instead, by the host's name
 */
public record Endpoint(
        boolean secure,
        InetAddress address,
        int port,
        String host,
        @Nullable InetSocketAddress proxyOrNull) {

    /** The address to connect to; nothing is resolved. */
    InetSocketAddress socketAddress() {
        return proxyOrNull == null ? new InetSocketAddress(address, port) : proxyOrNull;
    }

    /** Whether a proxy is connected to instead. */
    boolean proxied() {
        return proxyOrNull != null;
    }

    /** Whether TLS goes through a proxy, which must open the way first. */
    boolean tunnelled() {
        return proxyOrNull != null && secure;
    }

    /** What stands before a request's path: for a proxy, where the path is (RFC 9112, 3.2.2). */
    String prefix() {
        return proxyOrNull == null || secure ? "" : "http://" + authority();
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
