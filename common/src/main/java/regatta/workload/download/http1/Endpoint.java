package regatta.workload.download.http1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection. Two requests may share a connection only if all values of their
 * endpoints are equal.
 *
 * @param secure whether the connection uses TLS
 * @param address the address, which the caller has checked
 * @param host the host as written in the URL: a name, or a literal address with its brackets
 * @param proxyOrNull the proxy to connect to instead of the address; the proxy gets the host's
 *     name; null if there is no proxy
 */
public record Endpoint(
        boolean secure,
        InetAddress address,
        int port,
        String host,
        @Nullable InetSocketAddress proxyOrNull) {

    /** Returns the address to connect to, without looking up a name. */
    InetSocketAddress socketAddress() {
        return proxyOrNull == null ? new InetSocketAddress(address, port) : proxyOrNull;
    }

    /** Returns whether the connection goes to a proxy. */
    boolean proxied() {
        return proxyOrNull != null;
    }

    /** Returns whether the connection uses TLS through a proxy, which must first open a tunnel. */
    boolean tunnelled() {
        return proxyOrNull != null && secure;
    }

    /**
     * Returns the text before the path in a request. A request to a proxy must contain the whole
     * URL (RFC 9112, 3.2.2).
     */
    String prefix() {
        return proxyOrNull == null || secure ? "" : "http://" + authority();
    }

    /** Returns the value of the {@code Host} header. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /** Returns whether the host is a name. The last label of a name is never a number. */
    boolean named() {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !host.startsWith("[") && !last.chars().allMatch(Character::isDigit);
    }
}
