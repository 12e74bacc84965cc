package regatta.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a node takes connections of other nodes.
 *
 * @param host a name or an address; an IPv6 address stands in brackets
 * @param port 0 to 65535; 0 stands for any free port where a node binds it
 */
public record NodeAddress(String host, int port) {
    /** The name of every node's actor system, a part of each path. */
    public static final String SYSTEM = "regatta";

    private static final int MAX_PORT = 65_535;

    /** Pekko has no address of a host with another character, such as an underscore. */
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9.-]{0,252})|\\[[0-9a-f:.%]{2,60}]");

    public NodeAddress {
        // Names of hosts are the same in capitals, but addresses are compared as text.
        host = host.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "not a host: '%s' (letters, digits, '-' and '.'; an IPv6 address in brackets)"
                            .formatted(host));
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is 0 to " + MAX_PORT + ", not " + port);
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException naming what is wrong with the text
     */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not HOST:PORT: '" + text + "'");
        }
        return new NodeAddress(text.substring(0, colon), Integer.parseInt(port));
    }

    /**
     * The path at which the coordinator of this address takes what workers say. It has no uid, so
     * it reaches whichever incarnation lives there.
     */
    public String inboxPath() {
        return "pekko://" + SYSTEM + "@" + this + "/user/coordinator/inbox";
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
