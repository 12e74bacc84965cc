package regatta.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address at which a node accepts connections of other nodes.
 *
 * @param host a host name or an IP address; an IPv6 address stands in brackets
 * @param port the TCP port, 0 to 65535; a node that binds port 0 takes any free port
 */
public record NodeAddress(String host, int port) {
    /** The name of every node's actor system, which is a part of each actor's path. */
    public static final String SYSTEM = "regatta";

    private static final int MAX_PORT = 65_535;

    /**
     * Matches the hosts that Pekko can address. Pekko refuses a host with other characters, such as
     * an underscore.
     */
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9.-]{0,252})|\\[[0-9a-f:.%]{2,60}]");

    public NodeAddress {
        // Upper and lower case mean the same in a host name, but Pekko compares addresses as text.
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
     * Reads an address of the form {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if the text is not an address of the form {@code HOST:PORT};
     *     the exception's message says why
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
     * Returns the path of the actor that receives the workers' messages at the coordinator with
     * this address. The path names no uid (Pekko's number of one start of an actor). So a message
     * to the path also reaches the actor of a coordinator that was started again.
     */
    public String inboxPath() {
        return "pekko://" + SYSTEM + "@" + this + "/user/coordinator/inbox";
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
