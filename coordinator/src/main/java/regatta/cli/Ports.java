package regatta.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks that a node can listen on an address, before the node starts. */
final class Ports {
    private Ports() {}

    /**
     * Binds an address for a moment to check that nobody else listens on the address.
     *
     * @param option the option and the configuration key that set the address, for the message
     * @throws CommandException if the address cannot be bound
     */
    static void check(String option, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new CommandException(
                    Exit.USAGE, "%s: unknown host %s".formatted(option, address.getHostString()));
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException failure) {
            throw new CommandException(
                    Exit.USAGE,
                    "cannot listen on %s:%d (%s): %s"
                            .formatted(
                                    address.getHostString(),
                                    address.getPort(),
                                    option,
                                    failure.getMessage()));
        }
    }
}
